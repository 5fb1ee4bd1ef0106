import { useImperativeHandle, useRef, type Ref } from "react"

export interface LinedTextPlace {
    /** Selects the line and shows it. */
    goTo(line: number): void
}

interface Props {
    id: string
    ref: Ref<LinedTextPlace>
    value: string
    onChange(value: string): void
    readOnly: boolean
    /** Lines to be marked, from 1. */
    marked: number[]
}

// As in operations.css.
const lineHeight = 21

/** A text to edit with numbered lines. */
export function LinedText({ id, ref, value, onChange, readOnly, marked }: Props) {
    const area = useRef<HTMLTextAreaElement>(null)
    const numbers = useRef<HTMLDivElement>(null)
    const lines = value.split("\n")
    useImperativeHandle(ref, () => ({
        goTo(line) {
            const field = area.current!
            const all = field.value.split("\n")
            const from = all.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
            field.focus()
            field.setSelectionRange(from, from + (all[line - 1]?.length ?? 0))
            field.scrollTop = Math.max(0, (line - 4) * lineHeight)
            field.scrollLeft = 0
        },
    }))
    return (
        <div className="lined-text">
            <div className="lined-text-numbers" ref={numbers} aria-hidden>
                {lines.map((_, i) => (
                    <div key={i} className={marked.includes(i + 1) ? "is-marked" : undefined}>
                        {i + 1}
                    </div>
                ))}
            </div>
            <textarea
                id={id}
                ref={area}
                value={value}
                readOnly={readOnly}
                spellCheck={false}
                wrap="off"
                rows={22}
                onChange={(event) => onChange(event.target.value)}
                onScroll={(event) => (numbers.current!.scrollTop = event.currentTarget.scrollTop)}
            />
        </div>
    )
}
