import { useEffect, useRef } from "react"

/** Looks again when what the events tell has changed. */
export function useRefetchOn(told: string | undefined, look: () => void) {
    const before = useRef(told)
    const act = useRef(look)
    act.current = look
    useEffect(() => {
        if (before.current === told) return
        before.current = told
        act.current()
    }, [told])
}
