import type { components } from "../../api/openapi"

export type Draft = components["schemas"]["draft"]
export type Audience = components["schemas"]["audience"]
export type AudienceTerm = components["schemas"]["audience_term"]
export type Role = NonNullable<AudienceTerm["roles"]>[number]
export type Level = NonNullable<AudienceTerm["levels"]>[number]
export type Urgency = components["schemas"]["urgency"]

export interface Attachment {
    name: string
    url: string
    bytes?: number | null
    media_type?: string | null
}

/** A bulletin as far as it is written: config/bulletin.schema.json, where everything may still be missing. */
export interface Content {
    title?: string
    summary?: string
    body_html?: string
    image?: { url: string; alt?: string | null } | null
    attachments?: Attachment[] | null
    document?: { number: string; issued_on: string } | null
    category?: string
    content_area?: number | null
    urgency?: Urgency | null
    department?: string
    audience?: Audience | null
    channels?: string[] | null
    url?: string
    expires_at?: string | null
}

/** Without what is empty, so that what is missing is said to be missing and not to be too short. */
export function tidied(content: Content): Content {
    const isEmpty = (value: unknown) =>
        value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
    return Object.fromEntries(Object.entries(content).filter(([, value]) => !isEmpty(value)))
}

/** Whether two say the same, whatever the order of their keys. */
export function sameContent(one: unknown, other: unknown): boolean {
    return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other))
}

export const sameMoment = (one: string | null, other: string | null) =>
    (one ? Date.parse(one) : null) === (other ? Date.parse(other) : null)

function ordered(what: unknown): unknown {
    if (Array.isArray(what)) return what.map(ordered)
    if (what === null || typeof what !== "object") return what
    return Object.fromEntries(
        Object.entries(what)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => [key, ordered(value)]),
    )
}

/** Everybody, each of the bulletin's channels has its own: the widest of them. */
export const mostPeople = (counts: components["schemas"]["audience_count"][] | undefined) =>
    Math.max(0, ...(counts ?? []).map((each) => each.destinations))
