import { useQuery } from "@tanstack/react-query"

import { api } from "../../api/client"
import type { LiveAlert } from "../../live/events"
import { useLive } from "../../live/use-live"
import { useHasRole } from "../../session/session"

export interface ThingToDo {
    key: string
    alert: LiveAlert["alert"] | "rejected"
    /** The broadcast's title, or the channel. */
    about: string
    channel: string
    since: string | null
    why: string
    count: number
    /** Where it is done; none: this person does nothing about it. */
    path: string | null
}

// What stops everything comes first.
const order = [
    "ledger",
    "redis",
    "channel_closed",
    "no_progress",
    "content_refused",
    "broadcast_paused",
    "needs_approval",
    "held_correction",
    "rejected",
]
const rank = (alert: string) => (order.indexOf(alert) + order.length + 1) % (order.length + 1)

/** What does not go on without a person, the most pressing first. */
export function useThingsToDo(): ThingToDo[] {
    const { alerts, broadcasts } = useLive()
    const isApprover = useHasRole("approver")
    const seesOperations = useHasRole("operator", "administrator", "auditor")
    const rejected = useRejectedCount(seesOperations)

    const out = [...alerts.values()].map((each): ThingToDo => {
        const [number = "", channel = ""] = `${each.about}`.split(" ")
        const isBroadcast = /^\d+$/.test(number)
        const title = isBroadcast ? broadcasts.get(Number(number))?.title : undefined
        return {
            key: `${each.alert} ${each.about}`,
            alert: each.alert,
            about: isBroadcast ? (title ?? number) : `${each.about}`,
            channel,
            since: each.since,
            why: each.why,
            count: 1,
            path: pathOf(each.alert, number, isApprover, seesOperations),
        }
    })
    if (rejected > 0)
        out.push({
            key: "rejected",
            alert: "rejected",
            about: "",
            channel: "",
            since: null,
            why: "",
            count: rejected,
            path: "/operations/rejected",
        })
    return out.sort((a, b) => rank(a.alert) - rank(b.alert) || a.key.localeCompare(b.key))
}

function pathOf(alert: string, about: string, isApprover: boolean, seesOperations: boolean): string | null {
    if (alert === "needs_approval" && isApprover) return `/approvals/${about}`
    if (/^\d+$/.test(about)) return `/broadcasts/${about}`
    if (!seesOperations) return null
    return alert === "redis" || alert === "ledger" ? "/operations/system" : "/operations/channels"
}

/** Rejected intake makes no events; it is asked for now and then. */
function useRejectedCount(may: boolean): number {
    const { data } = useQuery({
        queryKey: ["rejected-count"],
        queryFn: async ({ signal }) =>
            (await api.GET("/api/rejected", { params: { query: { limit: 1 } }, signal })).data!.total,
        enabled: may,
        refetchInterval: 30_000,
    })
    return data ?? 0
}
