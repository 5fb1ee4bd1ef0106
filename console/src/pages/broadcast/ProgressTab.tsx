import { Card, Skeleton } from "antd"
import { lazy, Suspense } from "react"

import { texts, useTexts } from "../../language/language"
import type { LiveBroadcast } from "../../live/events"
import { speedKey } from "../../live/live-store"
import { useLive } from "../../live/use-live"
import { useNow } from "../../live/use-now"
import { useFormat } from "../../shown/format"
import { useWords } from "../../shown/words"
import type { CountedBroadcast } from "./BroadcastActions"
import { Causes } from "./Causes"
import { ChannelProgress } from "./ChannelProgress"
import { History } from "./History"

const RateChart = lazy(() => import("./RateChart"))

const said = texts({
    vi: {
        progress: "Tiến độ theo kênh",
        unplanned: "Chưa bắt đầu gửi, nên chưa có số nơi nhận.",
        rate: "Tốc độ gửi",
        receipts: "Kênh báo lại sau khi tiếp nhận",
        receipt: { delivered: "Đã đến máy", read: "Đã đọc", failed: "Không đến" } as Record<string, string>,
    },
    en: {
        progress: "Progress by channel",
        unplanned: "Not begun, so that nobody is counted yet.",
        rate: "Rate",
        receipts: "Told by the channel afterwards",
        receipt: { delivered: "Delivered", read: "Read", failed: "Failed" } as Record<string, string>,
    },
})

interface Props {
    broadcast: CountedBroadcast
    live: LiveBroadcast | undefined
    /** Another part of the page, with its filters. */
    show(search: Record<string, string>): void
}

export function ProgressTab({ broadcast, live, show }: Props) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const { speeds } = useLive()
    useNow(5_000)
    const state = live?.state ?? broadcast.state
    const channels = live?.channels ?? broadcast.channels.map((each) => ({ ...each, counts: each.counts ?? {} }))
    const moves = state === "sending"
    return (
        <div className="progress-grid">
            <div>
                <Card size="small" title={<h2>{t.progress}</h2>}>
                    {!broadcast.planned_at && !live?.channels.some((each) => each.total > 0) ? (
                        <p>{t.unplanned}</p>
                    ) : (
                        channels.map((each) => (
                            <ChannelProgress
                                key={each.channel}
                                channel={each.channel}
                                state={each.state}
                                reason={each.reason}
                                counts={each.counts}
                                speed={speeds.get(speedKey(broadcast.id, each.channel))}
                                moves={moves}
                            />
                        ))
                    )}
                    {broadcast.receipts.length > 0 && (
                        <>
                            <h3>{t.receipts}</h3>
                            <ul className="delivery-counts number">
                                {broadcast.receipts.map((each) => (
                                    <li key={`${each.channel} ${each.kind}`}>
                                        {words.channel[each.channel] ?? each.channel}, {t.receipt[each.kind]}
                                        <b>{format.count(each.count)}</b>
                                    </li>
                                ))}
                            </ul>
                        </>
                    )}
                </Card>
                {(moves || state === "paused") && (
                    <Card size="small" title={<h2>{t.rate}</h2>}>
                        <Suspense fallback={<Skeleton active />}>
                            <RateChart
                                broadcast={broadcast.id}
                                channels={broadcast.channels.map((each) => each.channel)}
                            />
                        </Suspense>
                    </Card>
                )}
                <Causes broadcast={broadcast} show={show} />
            </div>
            <History id={broadcast.id} />
        </div>
    )
}
