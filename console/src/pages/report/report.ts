import type { components } from "../../api/openapi"

export type Report = components["schemas"]["report"]
export type Reach = components["schemas"]["reach"]
export type Sum = components["schemas"]["report_sum"]

/** Causes of all channels together, the most frequent first; the rest as one. */
export function worstCauses(of: Report, most: number): { channel: string; cause: string; deliveries: number }[] {
    return of.channels
        .flatMap(({ channel, missed_by_cause }) => missed_by_cause.map((each) => ({ channel, ...each })))
        .sort((a, b) => b.deliveries - a.deliveries)
        .slice(0, most)
}
