import { CaretDownOutlined, CaretRightOutlined } from "@ant-design/icons"
import { Button, Spin } from "antd"
import { useState, type ReactNode } from "react"

import { $api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"

export type Unit = components["schemas"]["unit"]

const said = texts({
    vi: {
        open: (name: string) => `Mở các đơn vị thuộc ${name}`,
        close: (name: string) => `Thu gọn ${name}`,
        loading: "Đang tải",
    },
    en: {
        open: (name: string) => `Show what is below ${name}`,
        close: (name: string) => `Hide what is below ${name}`,
        loading: "Loading",
    },
})

interface Props {
    of: { parent?: string; q?: string }
    depth: number
    nothing?: ReactNode
    onShow(reference: string): void
}

/** Rows of the units below one, a page at a time. */
export function UnitRows({ of, depth, nothing, onShow }: Props) {
    const t = useTexts(said)
    const list = $api.useInfiniteQuery(
        "get",
        "/api/units",
        { params: { query: { ...of, limit: 100 } } },
        { initialPageParam: null, getNextPageParam: (page) => page.next, staleTime: 60_000 },
    )
    const whole = (what: ReactNode) => (
        <tr>
            <td colSpan={5}>{what}</td>
        </tr>
    )
    if (list.error) return whole(<ProblemAlert why={list.error} again={() => void list.refetch()} />)
    if (list.isPending) return whole(<Spin size="small" aria-label={t.loading} />)
    const units = list.data.pages.flatMap((page) => page.items)
    if (units.length === 0) return nothing ? whole(nothing) : null
    return (
        <>
            {units.map((unit) => (
                <UnitRow key={unit.reference} unit={unit} depth={depth} isFound={of.q !== undefined} onShow={onShow} />
            ))}
            {list.hasNextPage && whole(<MoreButton of={list} />)}
        </>
    )
}

interface RowProps {
    unit: Unit
    depth: number
    isFound: boolean
    onShow(reference: string): void
}

function UnitRow({ unit, depth, isFound, onShow }: RowProps) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    // The top is the Department alone: what is of interest begins below it.
    const [open, setOpen] = useState(depth === 0 && !isFound && unit.kind === "department")
    const hasMore = unit.children > 0
    return (
        <>
            <tr>
                <th scope="row" style={{ paddingInlineStart: depth * 22 }}>
                    <div className="unit-name">
                        {hasMore ? (
                            <Button
                                type="text"
                                size="small"
                                icon={open ? <CaretDownOutlined /> : <CaretRightOutlined />}
                                aria-expanded={open}
                                aria-label={open ? t.close(unit.name) : t.open(unit.name)}
                                onClick={() => setOpen(!open)}
                            />
                        ) : (
                            <span className="unit-no-more" />
                        )}
                        <div>
                            <Button type="link" className="unit-link" onClick={() => onShow(unit.reference)}>
                                {unit.name}
                            </Button>
                            <small>
                                {words.unitKind[unit.kind]} · {unit.reference}
                            </small>
                        </div>
                    </div>
                </th>
                <td>{unit.levels.map((level) => words.level[level] ?? level).join(", ")}</td>
                <td className="number">{format.count(unit.people.staff)}</td>
                <td className="number">{format.count(unit.people.teacher)}</td>
                <td className="number">{format.count(unit.people.parent)}</td>
            </tr>
            {open && hasMore && <UnitRows of={{ parent: unit.reference }} depth={depth + 1} onShow={onShow} />}
        </>
    )
}
