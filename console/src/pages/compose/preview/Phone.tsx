import type { ReactNode } from "react"

/** A phone around what it shows. */
export function Phone({ bar, children }: { bar: string; children: ReactNode }) {
    return (
        <div className="phone">
            <div className="phone-bar">{bar}</div>
            <div className="phone-screen">{children}</div>
        </div>
    )
}
