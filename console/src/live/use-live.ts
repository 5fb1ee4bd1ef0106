import { useSyncExternalStore } from "react"

import { live, type Live } from "./live-store"

/** The present; while a component that uses it is shown, the line to the gateway stands. */
export function useLive(): Live {
    return useSyncExternalStore(live.subscribe, live.read)
}
