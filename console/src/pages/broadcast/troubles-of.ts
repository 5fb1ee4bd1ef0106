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
            for (let cursor: string | undefined; ;) {
                const query = { broadcast: id, limit: 200, ...(cursor ? { cursor } : {}) }
                const { data } = await api.GET("/api/troubles", { params: { query }, signal })
                found.push(...data!.items.filter((each) => againStates.includes(each.state)))
                cursor = data!.next
                if (!cursor) return found
            }
        },
    })
    return data ?? none
}
