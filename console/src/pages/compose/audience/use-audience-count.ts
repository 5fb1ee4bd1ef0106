import { keepPreviousData, useQuery } from "@tanstack/react-query"

import { api } from "../../../api/client"
import type { Audience } from "../content"

/** How many an audience is, as planning would find it now, on the bulletin's channels. */
export function useAudienceCount(
    audience: Audience | null | undefined,
    channels: string[] | null | undefined,
    enabled = true,
) {
    // Who only leaves out leaves out of nobody: then it is the default, as if there were none.
    const asked = audience && audience.include.length > 0 ? audience : undefined
    return useQuery({
        queryKey: ["audience", asked ?? null],
        queryFn: async () =>
            (await api.POST("/api/audience/count", { body: asked ? { audience: asked } : {} })).data!.channels,
        select: (all) => (channels?.length ? all.filter((each) => channels.includes(each.channel)) : all),
        placeholderData: keepPreviousData,
        staleTime: 30_000,
        enabled,
    })
}
