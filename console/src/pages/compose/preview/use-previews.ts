import { keepPreviousData, useQuery } from "@tanstack/react-query"

import { api } from "../../../api/client"
import type { components } from "../../../api/openapi"

/** What is shown: a draft as it is saved, or a broadcast, which never changes. */
export type Previewed =
    { kind: "drafts"; id: number; revision: number } | { kind: "broadcasts"; id: number; hash: string }
export type Whom = "sample" | "longest"
export type ChannelPreview = components["schemas"]["previews"]["channels"][number]

export const stateOf = (of: Previewed) => (of.kind === "drafts" ? String(of.revision) : of.hash)

export function usePreviews(of: Previewed, person: Whom, isReady: boolean) {
    return useQuery({
        queryKey: ["preview", of.kind, of.id, stateOf(of), person],
        queryFn: async () => {
            const params = { path: { id: of.id } }
            const answer =
                of.kind === "drafts"
                    ? await api.POST("/api/drafts/{id}/preview", { params, body: { person } })
                    : await api.POST("/api/broadcasts/{id}/preview", { params, body: { person } })
            return answer.data!.channels
        },
        placeholderData: keepPreviousData,
        staleTime: Infinity,
        enabled: isReady,
    })
}

export const pageOf = (of: Previewed, channel: string, person: Whom) =>
    `/api/${of.kind}/${of.id}/preview.html?channel=${encodeURIComponent(channel)}&person=${person}`
