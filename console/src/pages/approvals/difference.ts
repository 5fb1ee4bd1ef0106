import { diffWordsWithSpace } from "diff"

import type { Audience, Content } from "../compose/content"

export interface Piece {
    text: string
    kind: "same" | "added" | "removed"
}

export interface Difference {
    part: keyof Content
    pieces: Piece[]
}

/** What a reader sees of the HTML, a line for each block. */
export function wordsOf(html: string): string {
    const page = new DOMParser().parseFromString(html, "text/html")
    page.querySelectorAll("br").forEach((each) => each.replaceWith("\n"))
    page.querySelectorAll("a[href]").forEach((each) => each.append(` (${each.getAttribute("href")})`))
    page.querySelectorAll("img").forEach((each) => each.replaceWith(`[${each.alt}] (${each.getAttribute("src")})`))
    page.querySelectorAll("td, th").forEach((each) => each.append(" | "))
    page.querySelectorAll("p, h1, h2, h3, h4, li, tr, blockquote, pre, hr").forEach((each) => each.append("\n"))
    return (page.body.textContent ?? "")
        .replace(/[^\S\n]+/g, " ")
        .replace(/ *\n[\n ]*/g, "\n")
        .trim()
}

const audienceText = (audience: Audience | null | undefined) =>
    [
        ...(audience?.include ?? []).map((term) => ["+", term] as const),
        ...(audience?.exclude ?? []).map((term) => ["–", term] as const),
    ]
        .map(([sign, { unit, roles, levels }]) =>
            [sign, unit, roles?.length ? `(${roles.join(", ")})` : "", levels?.length ? `[${levels.join(", ")}]` : ""]
                .filter(Boolean)
                .join(" "),
        )
        .join("\n")

const textOf: Partial<Record<keyof Content, (of: Content) => string>> = {
    title: (of) => of.title ?? "",
    summary: (of) => of.summary ?? "",
    body_html: (of) => wordsOf(of.body_html ?? ""),
    image: (of) => (of.image ? `${of.image.alt ?? ""} (${of.image.url})` : ""),
    attachments: (of) => (of.attachments ?? []).map((each) => `${each.name} (${each.url})`).join("\n"),
    document: (of) => (of.document ? `${of.document.number}, ${of.document.issued_on}` : ""),
    audience: (of) => audienceText(of.audience),
    channels: (of) => (of.channels ?? []).join(", "),
    urgency: (of) => of.urgency ?? "normal",
    department: (of) => of.department ?? "",
    expires_at: (of) => of.expires_at ?? "",
    url: (of) => of.url ?? "",
}

/** What is different, part by part; nothing for what stayed as it was. */
export function differences(before: Content, after: Content): Difference[] {
    return (Object.keys(textOf) as (keyof Content)[]).flatMap((part) => {
        const [old, now] = [textOf[part]!(before), textOf[part]!(after)]
        if (old === now) return []
        const pieces = diffWordsWithSpace(old, now).map(({ value, added, removed }): Piece => ({
            text: value,
            kind: added ? "added" : removed ? "removed" : "same",
        }))
        return [{ part, pieces }]
    })
}
