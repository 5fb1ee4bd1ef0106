import { Card, Skeleton } from "antd"
import { Link } from "react-router-dom"

import { texts, useTexts } from "../../language/language"
import type { LiveBroadcast } from "../../live/events"
import { speedKey } from "../../live/live-store"
import { begunStates, sumOf } from "../../live/tally"
import { useLive } from "../../live/use-live"
import { useFormat } from "../../shown/format"
import { useReason } from "../../shown/reason"
import { StateTag, UrgencyTag } from "../../shown/Tags"
import { ChannelProgress } from "../broadcast/ChannelProgress"

const said = texts({
    vi: {
        title: "Đợt phát đang gửi",
        nothing: "Không có đợt phát nào đang gửi.",
        all: "Xem các bản tin đã gửi",
        waiting: "Sắp gửi",
        soon: "chờ tới lượt",
        at: (time: string) => `bắt đầu ${time}`,
        over: "Vừa kết thúc",
    },
    en: {
        title: "Broadcasts being sent",
        nothing: "Nothing is being sent.",
        all: "See what was sent",
        waiting: "To be sent",
        soon: "as soon as it can",
        at: (time: string) => `starts ${time}`,
        over: "Just over",
    },
})

const urgencies = ["urgent", "normal", "bulk"]

const hasBegun = (of: LiveBroadcast) => of.channels.some(({ counts }) => sumOf(counts, begunStates) > 0)
const isBusy = (of: LiveBroadcast) => of.state === "sending" && hasBegun(of) && of.channels.some(({ open }) => open > 0)

export function RunningBroadcasts() {
    const t = useTexts(said)
    const { broadcasts, line } = useLive()
    const all = [...broadcasts.values()]
    // What only stands behind others must not push them out of sight.
    const isBehind = (each: LiveBroadcast) =>
        each.state === "sending" && !hasBegun(each) && all.some((other) => other.id !== each.id && isBusy(other))
    const running = all
        .filter((each) => (each.state === "sending" && !isBehind(each)) || each.state === "paused")
        .sort((a, b) => urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency) || b.id - a.id)
    const waiting = all.filter((each) => each.state === "waiting" || isBehind(each)).sort((a, b) => a.id - b.id)
    const over = all.filter((each) => each.finished_at && !running.includes(each)).sort((a, b) => b.id - a.id)
    if (all.length === 0 && line === "connecting")
        return (
            <Card size="small" title={<h2>{t.title}</h2>}>
                <Skeleton active />
            </Card>
        )
    return (
        <>
            <Card size="small" title={<h2>{t.title}</h2>}>
                {running.length === 0 && (
                    <p className="calm">
                        {t.nothing} <Link to="/bulletins">{t.all}</Link>
                    </p>
                )}
                {running.map((each) => (
                    <Running key={each.id} broadcast={each} />
                ))}
            </Card>
            {waiting.length > 0 && <Short title={t.waiting} broadcasts={waiting} />}
            {over.length > 0 && <Short title={t.over} broadcasts={over.slice(0, 5)} />}
        </>
    )
}

function Running({ broadcast }: { broadcast: LiveBroadcast }) {
    const { speeds } = useLive()
    const reasonOf = useReason()
    return (
        <article className="running" aria-labelledby={`running-${broadcast.id}`}>
            <h3 id={`running-${broadcast.id}`}>
                <Link to={`/broadcasts/${broadcast.id}`}>{broadcast.title}</Link>
                <span className="running-tags">
                    {broadcast.urgency !== "normal" && <UrgencyTag urgency={broadcast.urgency} />}
                    <StateTag state={broadcast.state} />
                </span>
            </h3>
            {broadcast.reason && <p>{reasonOf(broadcast.reason)}</p>}
            {broadcast.channels.map((each) => (
                <ChannelProgress
                    key={each.channel}
                    channel={each.channel}
                    state={each.state}
                    reason={each.reason}
                    counts={each.counts}
                    speed={speeds.get(speedKey(broadcast.id, each.channel))}
                    moves={broadcast.state === "sending"}
                />
            ))}
        </article>
    )
}

function Short({ title, broadcasts }: { title: string; broadcasts: LiveBroadcast[] }) {
    const t = useTexts(said)
    const format = useFormat()
    return (
        <Card size="small" title={<h2>{title}</h2>}>
            <ul className="short-list">
                {broadcasts.map((each) => (
                    <li key={each.id}>
                        <Link to={`/broadcasts/${each.id}`}>{each.title}</Link>
                        <span>
                            {each.state === "waiting" || each.state === "sending" ? (
                                <small>
                                    {each.state === "waiting" && each.start_at
                                        ? t.at(format.moment(each.start_at))
                                        : t.soon}
                                </small>
                            ) : (
                                <>
                                    <small>{format.moment(each.finished_at!)}</small> <StateTag state={each.state} />
                                </>
                            )}
                        </span>
                    </li>
                ))}
            </ul>
        </Card>
    )
}
