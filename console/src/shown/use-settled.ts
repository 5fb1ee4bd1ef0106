import { useEffect, useState } from "react"

/** The value, once it has not changed for a while. */
export function useSettled<T>(value: T, delay: number): T {
    const [settled, setSettled] = useState(value)
    useEffect(() => {
        const timer = setTimeout(() => setSettled(value), delay)
        return () => clearTimeout(timer)
    }, [value, delay])
    return settled
}
