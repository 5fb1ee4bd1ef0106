import dayjs from "dayjs"

import type { operations } from "../../api/openapi"

export type BroadcastQuery = NonNullable<operations["list_broadcasts"]["parameters"]["query"]>

export const filterNames = ["text", "state", "urgency", "content_area", "department", "source", "from", "to"] as const

export const isFiltered = (search: URLSearchParams) => filterNames.some((each) => search.get(each))

/** Days of the city, as its people mean them; the last one is in. */
const startOf = (day: string, plus = 0) => `${dayjs(day).add(plus, "day").format("YYYY-MM-DD")}T00:00:00+07:00`

/** What the page's address says, as the API asks for it. */
export function queryOf(search: URLSearchParams): BroadcastQuery {
    const text = (name: string) => search.get(name)?.trim() || undefined
    const area = Number(search.get("content_area"))
    const from = dayOf(search.get("from"))
    const to = dayOf(search.get("to"))
    const urgency = search.get("urgency")
    const all: BroadcastQuery = {
        limit: 50,
        text: text("text"),
        state: text("state"),
        urgency: urgency === "urgent" || urgency === "normal" || urgency === "bulk" ? urgency : undefined,
        content_area: area > 0 ? area : undefined,
        department: text("department"),
        source: text("source"),
        from: from && startOf(from),
        to: to && startOf(to, 1),
        cursor: text("cursor"),
    }
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as BroadcastQuery
}

export function dayOf(text: string | null): string | undefined {
    return text && /^\d{4}-\d\d-\d\d$/.test(text) && dayjs(text).isValid() ? text : undefined
}
