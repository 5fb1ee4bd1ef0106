import type { ReactNode } from "react"

export interface Bar {
    key: string
    label: ReactNode
    /** As a text, beside the bar. */
    figure: ReactNode
    /** Parts of the whole length, 0 to 1, from the left. */
    parts: { part: number; look: "good" | "open" | "bad" | "plain" }[]
}

/** A chart that is also a table: each bar has its figure as text. */
export function Bars({ caption, bars }: { caption: string; bars: Bar[] }) {
    return (
        <table className="bars" aria-label={caption}>
            <tbody>
                {bars.map(({ key, label, figure, parts }) => (
                    <tr key={key}>
                        <th scope="row">{label}</th>
                        <td className="bars-figure number">{figure}</td>
                        <td className="bars-bar" aria-hidden>
                            <div>
                                {parts.map(({ part, look }, i) => (
                                    <span key={i} data-look={look} style={{ width: `${part * 100}%` }} />
                                ))}
                            </div>
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    )
}
