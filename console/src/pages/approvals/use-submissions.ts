import { useInfiniteQuery } from "@tanstack/react-query"

import { api } from "../../api/client"
import type { components } from "../../api/openapi"
import { useLive } from "../../live/use-live"
import { useRefresh } from "../../live/use-refresh"

export type Broadcast = components["schemas"]["broadcast"]

/** What has not started: it waits for approval, or for its hour. */
export function useSubmissions() {
    const found = useInfiniteQuery({
        queryKey: ["submissions"],
        queryFn: async ({ pageParam }) =>
            (
                await api.GET("/api/broadcasts", {
                    params: { query: { state: "held,waiting", limit: 200, cursor: pageParam } },
                })
            ).data!,
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
    })
    // A state that changed anywhere is a reason to look; how far a broadcast is, is not.
    const { broadcasts } = useLive()
    useRefresh([...broadcasts.values()].map((each) => `${each.id} ${each.state}`).join(), [["submissions"]])
    return found
}

const urgencies = { urgent: 0, normal: 1, bulk: 2 }

/** Urgent first; then what starts first; then what has waited longest. */
export function byUrgency(one: Broadcast, other: Broadcast): number {
    const start = (of: Broadcast) => (of.start_at ? Date.parse(of.start_at) : 0)
    return (
        urgencies[one.urgency] - urgencies[other.urgency] ||
        start(one) - start(other) ||
        Date.parse(one.taken_in) - Date.parse(other.taken_in)
    )
}
