import { useState } from "react"

/** What a person adds to the figures before the report is printed. */
export interface Signing {
    number: string
    remarks: string
    title: string
    name: string
}

const empty: Signing = { number: "", remarks: "", title: "CHÁNH VĂN PHÒNG", name: "" }

// Kept in this browser, so that nothing typed is lost: who signs for all periods, the rest for each.
const ofPeriod = (period: string) => `report ${period}`
const ofAll = "report signer"

function read(period: string): Signing {
    const parse = (key: string) => JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Signing>
    try {
        return { ...empty, ...parse(ofAll), ...parse(ofPeriod(period)) }
    } catch {
        return empty
    }
}

export function useSigning(period: string): [Signing, (signing: Signing) => void] {
    const [held, setHeld] = useState({ period, signing: read(period) })
    const signing = held.period === period ? held.signing : read(period)
    if (held.period !== period) setHeld({ period, signing })
    return [
        signing,
        (next) => {
            const { number, remarks, title, name } = next
            localStorage.setItem(ofPeriod(period), JSON.stringify({ number, remarks }))
            localStorage.setItem(ofAll, JSON.stringify({ title, name }))
            setHeld({ period, signing: next })
        },
    ]
}
