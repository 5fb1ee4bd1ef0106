import type { ReactNode } from "react"

interface Props {
    caption?: string
    head: string[]
    rows: ReactNode[][]
    /** With a first column that counts the rows. */
    numbered?: boolean
    /** So many columns are text; the others are figures. */
    words?: number
}

export function PrintedTable({ caption, head, rows, numbered = false, words = 1 }: Props) {
    return (
        <table className={rows.length <= 12 ? "printed-whole" : undefined}>
            {caption && <caption>{caption}</caption>}
            <thead>
                <tr>
                    {numbered && <th scope="col">STT</th>}
                    {head.map((each) => (
                        <th key={each} scope="col">
                            {each}
                        </th>
                    ))}
                </tr>
            </thead>
            <tbody>
                {rows.map((row, i) => (
                    <tr key={i}>
                        {numbered && <td className="printed-figure">{i + 1}</td>}
                        {row.map((each, j) => (
                            <td key={j} className={j < words ? undefined : "printed-figure"}>
                                {each}
                            </td>
                        ))}
                    </tr>
                ))}
            </tbody>
        </table>
    )
}
