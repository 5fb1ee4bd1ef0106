import { Skeleton, Typography } from "antd"
import { useState } from "react"

import { texts, useTexts } from "../../../language/language"
import { useFormat } from "../../../shown/format"
import { ProblemAlert } from "../../../shown/ProblemAlert"
import { mostPeople, type Audience } from "../content"
import { useSettled } from "../../../shown/use-settled"
import { CountTable } from "./CountTable"
import { useAudienceCount } from "./use-audience-count"

const said = texts({
    vi: { about: (people: string) => `Khoảng ${people} người`, counting: "đang đếm lại" },
    en: { about: (people: string) => `About ${people} people`, counting: "counting again" },
})

/** How many get it, counted anew when the audience has not changed for a moment. */
export function AudienceCount({
    audience,
    channels,
}: {
    audience: Audience | null | undefined
    channels: string[] | null | undefined
}) {
    const t = useTexts(said)
    const { count } = useFormat()
    const text = useSettled(JSON.stringify(audience ?? null), 400)
    const found = useAudienceCount(JSON.parse(text) as Audience | null, channels)
    const [isShown, setShown] = useState(false)
    if (found.isPending) return <Skeleton active title={false} paragraph={{ rows: 1 }} />
    if (found.isError) return <ProblemAlert why={found.error} again={() => void found.refetch()} />
    const isOld = found.isPlaceholderData || text !== JSON.stringify(audience ?? null)
    return (
        <div className="audience-count">
            <div role="status" aria-busy={isOld}>
                <Typography.Text strong className="number">
                    {t.about(count(mostPeople(found.data)))}
                </Typography.Text>
                {isOld && <Typography.Text type="secondary"> ({t.counting})</Typography.Text>}
            </div>
            <CountTable counts={found.data} withUnits={isShown} onUnits={setShown} />
        </div>
    )
}
