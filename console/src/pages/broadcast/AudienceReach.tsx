import { useQuery, type UseQueryResult } from "@tanstack/react-query"
import { Skeleton } from "antd"

import { api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"

type Counts = components["schemas"]["audience_count"][]

const said = texts({
    vi: { channel: (name: string, n: string) => `${name}: ${n} nơi nhận` },
    en: { channel: (name: string, n: string) => `${name}: ${n} destinations` },
})

export const reachableOf = (counts: Counts | undefined) => (counts ?? []).reduce((sum, each) => sum + each.reachable, 0)

/** How many an audience is now. A bulletin without one goes to the staff of the root unit. */
export function useAudienceReach(audience: unknown, wanted: boolean): UseQueryResult<Counts> {
    return useQuery({
        queryKey: ["post", "/api/audience/count", audience ?? null],
        enabled: wanted,
        retry: false,
        queryFn: async ({ signal }) => {
            const body = audience ? { audience: audience as components["schemas"]["audience"] } : {}
            return (await api.POST("/api/audience/count", { body, signal })).data!.channels
        },
    })
}

export function AudienceReach({ reach }: { reach: UseQueryResult<Counts> }) {
    const t = useTexts(said)
    const format = useFormat()
    const words = useWords()
    if (reach.error) return <ProblemAlert why={reach.error} again={() => void reach.refetch()} />
    if (!reach.data) return <Skeleton active paragraph={{ rows: 2 }} title={false} />
    return (
        <ul className="number">
            {reach.data.map((each) => (
                <li key={each.channel}>
                    {t.channel(words.channel[each.channel] ?? each.channel, format.count(each.reachable))}
                </li>
            ))}
        </ul>
    )
}
