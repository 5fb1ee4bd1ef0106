import type { components } from "../api/openapi"
import type { Counts } from "./events"

type State = components["schemas"]["delivery_state"]

/** What became of the deliveries of a channel, as the report counts it. */
export interface Tally {
    /** Those that have to be reached: without who has no address, shares one, or refused. */
    destinations: number
    reached: number
    waiting: number
    missed: number
    /** Not to be reached. */
    apart: number
}

const reachedStates: State[] = ["accepted", "delivered"]
const waitingStates: State[] = ["queued", "in_flight", "retrying", "unknown"]
const missedStates: State[] = ["rejected", "bounced", "dead", "expired", "cancelled"]
const apartStates: State[] = ["no_address", "covered", "suppressed"]

/** Those that no delivery is in before its broadcast had its turn. */
export const begunStates: State[] = [
    ...reachedStates,
    ...waitingStates.filter((each) => each !== "queued"),
    ...missedStates,
]
/** In the order in which they are told. */
export const toldStates: State[] = [...reachedStates, ...waitingStates, ...missedStates, ...apartStates]
/** What a retry queues again. */
export const againStates: State[] = ["rejected", "dead"]

export const sumOf = (counts: Counts, states: State[]) => states.reduce((sum, each) => sum + (counts[each] ?? 0), 0)

export function tallyOf(counts: Counts): Tally {
    const reached = sumOf(counts, reachedStates)
    const waiting = sumOf(counts, waitingStates)
    const missed = sumOf(counts, missedStates)
    return { destinations: reached + waiting + missed, reached, waiting, missed, apart: sumOf(counts, apartStates) }
}

export function kindOf(state: State): "reached" | "waiting" | "missed" | "apart" {
    if (reachedStates.includes(state)) return "reached"
    if (waitingStates.includes(state)) return "waiting"
    return missedStates.includes(state) ? "missed" : "apart"
}
