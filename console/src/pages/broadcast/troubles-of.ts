import { useQuery } from "@tanstack/react-query"

import { api } from "../../api/client"
import type { components } from "../../api/openapi"
import { againStates } from "../../live/tally"

type Trouble = components["schemas"]["trouble"]

const none: Trouble[] = []

/** Dead and rejected deliveries of a broadcast by channel and cause: what a retry would queue again. */
export function useTroublesOf(id: number, wanted: boolean): Trouble[] {
    const { data } = useQuery({
        queryKey: ["troubles", id],
        enabled: wanted,
        queryFn: async ({ signal }) => {
            const found: Trouble[] = []
            // The newest broadcast comes first; those before this one say nothing about it.
            for (let cursor: string | undefined; ;) {
                const { data } = await api.GET("/api/troubles", { params: { query: { limit: 200, cursor } }, signal })
                found.push(...data!.items.filter((each) => each.broadcast === id && againStates.includes(each.state)))
                cursor = data!.next
                const last = data!.items[data!.items.length - 1]
                if (!cursor || (last && last.broadcast < id)) return found
            }
        },
    })
    return data ?? none
}
