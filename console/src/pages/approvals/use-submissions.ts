import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"

import { api } from "../../api/client"
import type { components } from "../../api/openapi"
import { useLive } from "../../live/use-live"

export type Broadcast = components["schemas"]["broadcast"]

/** What has not started: it waits for approval, or for its hour. */
export function useSubmissions() {
    const queries = useQueryClient()
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
    const states = [...broadcasts.values()].map((each) => `${each.id} ${each.state}`).join()
    const seen = useRef(states)
    useEffect(() => {
        if (seen.current === states) return
        seen.current = states
        const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ["submissions"] }), 500)
        return () => clearTimeout(timer)
    }, [states, queries])
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
