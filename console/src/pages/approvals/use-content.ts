import { $api } from "../../api/client"
import type { Content } from "../compose/content"

/** The bulletin of a broadcast, which never changes. */
export function useContent(broadcast: number, enabled = true) {
    const found = $api.useQuery(
        "get",
        "/api/broadcasts/{id}/content",
        { params: { path: { id: broadcast } } },
        { staleTime: Infinity, enabled },
    )
    return { ...found, data: found.data as Content | undefined }
}
