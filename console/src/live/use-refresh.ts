import { useQueryClient, type QueryKey } from "@tanstack/react-query"
import { useEffect, useRef } from "react"

/**
 * Asks again for what begins with one of these keys when `sign` changes, not more often than once in `apart`
 * milliseconds, and once more for the last change.
 */
export function useRefresh(sign: string, keys: QueryKey[], apart = 2_000) {
    const queries = useQueryClient()
    const wanted = useRef(keys)
    wanted.current = keys
    const state = useRef({ sign, last: 0, timer: undefined as ReturnType<typeof setTimeout> | undefined })
    useEffect(() => {
        const own = state.current
        if (own.sign === sign) return
        own.sign = sign
        own.timer ??= setTimeout(
            () => {
                own.timer = undefined
                own.last = Date.now()
                for (const queryKey of wanted.current) void queries.invalidateQueries({ queryKey })
            },
            Math.max(0, own.last + apart - Date.now()),
        )
    }, [sign, apart, queries])
    useEffect(() => {
        const own = state.current
        return () => {
            clearTimeout(own.timer)
            own.timer = undefined
        }
    }, [])
}
