import { $api } from "../../api/client"
import type { components } from "../../api/openapi"

export type Settings = components["schemas"]["settings"]

/** They change only when the gateway starts again. */
export const useSettings = () => $api.useQuery("get", "/api/settings", {}, { staleTime: 600_000 })

const valueOf = (settings: Settings, key: string) => settings.items.find((each) => each.key === key)?.value

/** null: there are none. */
export function quietHours(settings: Settings): { from: string; to: string } | null {
    if (valueOf(settings, "quiet_hours.enabled") === false) return null
    const from = valueOf(settings, "quiet_hours.from")
    const to = valueOf(settings, "quiet_hours.to")
    return typeof from === "string" && typeof to === "string" ? { from, to } : null
}

/** How long what was approved can be recalled, as it is written in the settings: "1min". */
export const recallTime = (settings: Settings | undefined) => settings && valueOf(settings, "api.recall_time")

/** Those the bulletin is for: all of them, unless it names some. */
export const channelsOf = (settings: Settings, named: string[] | null | undefined) =>
    settings.channels.filter((each) => !named?.length || named.includes(each.channel))

/** Where links may lead on every one of them. */
export const allowedHosts = (channels: Settings["channels"]): string[] =>
    (channels[0]?.allowed_hosts ?? []).filter((host) => channels.every((each) => each.allowed_hosts.includes(host)))
