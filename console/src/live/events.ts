import type { components } from "../api/openapi"

/** What GET /api/events tells: docs/api.md, "Live events". */
export type Counts = Partial<components["schemas"]["counts"]>

export interface LiveBroadcast {
    id: number
    version: number
    title: string
    urgency: "urgent" | "normal" | "bulk"
    state: components["schemas"]["broadcast"]["state"]
    reason: string
    start_at: string | null
    finished_at: string | null
    channels: { channel: string; state: string; reason: string; total: number; open: number; counts: Counts }[]
}

export interface LiveChannel {
    channel: string
    gate: "open" | "closed" | "probing"
    why: string
    closed_since: string | null
    closed_until: string | null
    rate: number
    quota: number
    stalled_since: string | null
    paused: boolean
    paused_by: string
}

export interface LiveAlert {
    alert: string
    about: string | number
    since: string | null
    why: string
    raised: boolean
}

export interface Reset {
    broadcasts: LiveBroadcast[]
    channels: LiveChannel[]
    alerts: LiveAlert[]
}
