import { Card } from "antd"
import { Link } from "react-router-dom"

import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { ChannelHealth } from "../../live/ChannelHealth"
import { useLive } from "../../live/use-live"
import { useNow } from "../../live/use-now"
import { useHasRole } from "../../session/session"
import { useWords } from "../../shown/words"
import { RunningBroadcasts } from "./RunningBroadcasts"
import { ThingsToDo } from "./ThingsToDo"
import "./overview.css"

const said = texts({
    vi: { title: "Tổng quan", channel: (name: string) => `Kênh ${name}`, steer: "Vận hành kênh" },
    en: { title: "Overview", channel: (name: string) => `Channel ${name}`, steer: "Steer channels" },
})

export default function OverviewPage() {
    const t = useTexts(said)
    const words = useWords()
    const { channels } = useLive()
    const seesOperations = useHasRole("operator", "administrator", "auditor")
    // A rate falls also when no event comes.
    useNow(5_000)
    return (
        <>
            <PageHeader title={t.title} />
            <div className="overview">
                <div className="overview-things">
                    <ThingsToDo />
                </div>
                <div className="overview-running">
                    <RunningBroadcasts />
                </div>
                <div className="overview-channels">
                    {[...channels.values()].map((each) => (
                        <Card
                            key={each.channel}
                            size="small"
                            title={<h2>{t.channel(words.channel[each.channel] ?? each.channel)}</h2>}
                            extra={seesOperations && <Link to="/operations/channels">{t.steer}</Link>}
                        >
                            <ChannelHealth of={each} />
                        </Card>
                    ))}
                </div>
            </div>
        </>
    )
}
