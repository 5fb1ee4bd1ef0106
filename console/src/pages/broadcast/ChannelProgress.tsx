import { Tag } from "antd"

import { texts, useTexts } from "../../language/language"
import type { Counts } from "../../live/events"
import type { Speed } from "../../live/speed"
import { kindOf, tallyOf, toldStates } from "../../live/tally"
import { useFormat } from "../../shown/format"
import { useReason } from "../../shown/reason"
import { useWords } from "../../shown/words"
import "./delivery-bar.css"

const said = texts({
    vi: {
        reached: (reached: string, of: string) => `${reached} trên ${of} nơi nhận`,
        bar: (channel: string) => `Đã tới nơi qua ${channel}`,
        rate: (n: string) => `${n}/giây`,
        left: (time: string) => `còn khoảng ${time}`,
        nobody: "Không có nơi nhận nào trên kênh này.",
        returned: "Kênh này không nhận nội dung",
    },
    en: {
        reached: (reached: string, of: string) => `${reached} of ${of} destinations`,
        bar: (channel: string) => `Reached by ${channel}`,
        rate: (n: string) => `${n}/s`,
        left: (time: string) => `about ${time} left`,
        nobody: "Nobody is to be reached on this channel.",
        returned: "This channel refused the content",
    },
})

interface Props {
    channel: string
    /** Of the channel: sending, finished or returned. */
    state: string
    reason: string
    counts: Counts
    speed?: Speed
    /** It is being sent at this time, so that a rate says something. */
    moves: boolean
}

/** How far a broadcast is on one channel. */
export function ChannelProgress({ channel, state, reason, counts, speed, moves }: Props) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const reasonOf = useReason()
    const name = words.channel[channel] ?? channel
    const { destinations, reached, waiting, missed } = tallyOf(counts)
    const rate = speed?.perSecond() ?? 0
    const share = destinations ? reached / destinations : 1
    return (
        <section aria-label={name} className="channel-progress">
            <div className="channel-line">
                <strong>{name}</strong>
                <span className="number">
                    {destinations === 0 ? (
                        t.nobody
                    ) : (
                        <>
                            <b>{format.share(Math.floor(share * 1000) / 1000)}</b> ·{" "}
                            {t.reached(format.count(reached), format.count(destinations))}
                        </>
                    )}
                    {moves && waiting > 0 && rate > 0 && (
                        <>
                            {` · ${t.rate(format.count(Math.round(rate)))}`}
                            {waiting >= rate && ` · ${t.left(format.duration(waiting / rate))}`}
                        </>
                    )}
                </span>
            </div>
            <div
                className="delivery-bar"
                role="progressbar"
                aria-label={t.bar(name)}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuenow={Math.floor(share * 100)}
            >
                <span className="of-reached" style={{ flexGrow: reached }} />
                <span className="of-missed" style={{ flexGrow: missed }} />
                <span className="of-waiting" style={{ flexGrow: waiting }} />
            </div>
            {state === "returned" && (
                <p>
                    <Tag color="error">{t.returned}</Tag> {reasonOf(reason)}
                </p>
            )}
            <DeliveryCounts counts={counts} />
        </section>
    )
}

/** How many are in which state; those in which nobody is are left out. */
export function DeliveryCounts({ counts }: { counts: Counts }) {
    const words = useWords()
    const format = useFormat()
    return (
        <ul className="delivery-counts">
            {toldStates
                .filter((each) => counts[each])
                .map((each) => (
                    <li key={each}>
                        <span className={`delivery-mark of-${kindOf(each)}`} aria-hidden />
                        {words.delivery[each]}
                        <b className="number">{format.count(counts[each]!)}</b>
                    </li>
                ))}
        </ul>
    )
}
