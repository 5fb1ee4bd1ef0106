import { Input } from "antd"
import { useEffect, useState } from "react"

interface Props {
    id: string
    value: string
    placeholder?: string
    onSearch(value: string): void
}

/** Looked for with Enter, or when nothing more is typed for a moment. */
export function SearchInput({ id, value, placeholder, onSearch }: Props) {
    const [typed, setTyped] = useState(value)
    useEffect(() => setTyped(value), [value])
    useEffect(() => {
        if (typed.trim() === value) return undefined
        const timer = setTimeout(() => onSearch(typed.trim()), 500)
        return () => clearTimeout(timer)
        // Only what is typed starts the wait anew: the other two change whenever something is drawn.
    }, [typed])
    return (
        <Input
            id={id}
            type="search"
            allowClear
            maxLength={200}
            placeholder={placeholder}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onPressEnter={() => onSearch(typed.trim())}
        />
    )
}
