import { api } from "../../api/client"
import type { Content } from "../compose/content"

/** A new draft, for the department and category of the latest one: they are the same nearly every time. Returns its number. */
export async function beginDraft(): Promise<number> {
    const latest = (await api.GET("/api/drafts", { params: { query: { mine: true, limit: 1 } } })).data!.items[0]
    const before = latest
        ? ((await api.GET("/api/drafts/{id}", { params: { path: { id: latest.id } } })).data!.content as Content)
        : undefined
    const content: Content = {
        urgency: "normal",
        category: before?.category ?? "cchc",
        ...(before?.department ? { department: before.department } : {}),
    }
    return (await api.POST("/api/drafts", { body: { content: content as Record<string, never> } })).data!.id
}
