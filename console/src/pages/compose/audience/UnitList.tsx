import { CaretDownOutlined, CaretRightOutlined } from "@ant-design/icons"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Button, Flex, Skeleton, Tag, Typography } from "antd"
import { useState } from "react"

import { api } from "../../../api/client"
import type { components } from "../../../api/openapi"
import { texts, useTexts } from "../../../language/language"
import { useFormat } from "../../../shown/format"
import { MoreButton } from "../../../shown/MoreButton"
import { ProblemAlert } from "../../../shown/ProblemAlert"
import { useWords } from "../../../shown/words"
import type { Picked } from "./UnitPicker"

type Unit = components["schemas"]["unit"]

const said = texts({
    vi: {
        none: "Không có đơn vị nào như vậy.",
        open: (unit: string) => `Mở ${unit}`,
        close: (unit: string) => `Thu gọn ${unit}`,
        choose: "Chọn",
        chosen: "Đã chọn",
        except: "Trừ",
        excepted: "Đã trừ",
        people: (staff: string, teachers: string, parents: string) =>
            `${staff} cán bộ, nhân viên · ${teachers} giáo viên · ${parents} phụ huynh`,
    },
    en: {
        none: "There is no such unit.",
        open: (unit: string) => `Open ${unit}`,
        close: (unit: string) => `Close ${unit}`,
        choose: "Choose",
        chosen: "Chosen",
        except: "Except",
        excepted: "Left out",
        people: (staff: string, teachers: string, parents: string) =>
            `${staff} staff · ${teachers} teachers · ${parents} parents`,
    },
})

export function UnitList({
    of,
    picked,
    level,
}: {
    of: { parent?: string; q?: string }
    picked: Picked
    level: number
}) {
    const t = useTexts(said)
    const units = useInfiniteQuery({
        queryKey: ["units", of],
        queryFn: async ({ pageParam }) =>
            (await api.GET("/api/units", { params: { query: { ...of, limit: 100, cursor: pageParam } } })).data!,
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
        staleTime: 60_000,
    })
    if (units.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} />
    if (units.isError) return <ProblemAlert why={units.error} again={() => void units.refetch()} />
    const all = units.data.pages.flatMap((page) => page.items)
    if (all.length === 0) return <Typography.Text type="secondary">{t.none}</Typography.Text>
    return (
        <>
            <ul className="units">
                {all.map((unit) => (
                    <UnitLine key={unit.reference} unit={unit} picked={picked} level={level} isFound={Boolean(of.q)} />
                ))}
            </ul>
            <MoreButton of={units} />
        </>
    )
}

function UnitLine({ unit, picked, level, isFound }: { unit: Unit; picked: Picked; level: number; isFound: boolean }) {
    const t = useTexts(said)
    const words = useWords()
    const { count } = useFormat()
    // The Department itself is open: what is right below it is what one looks for first.
    const [open, setOpen] = useState(level === 0 && !isFound && unit.kind === "department")
    const isIncluded = picked.included.includes(unit.reference)
    const isExcluded = picked.excluded.includes(unit.reference)
    return (
        <li>
            <Flex gap={6} align="center" className="unit-line">
                {unit.children > 0 ? (
                    <Button
                        type="text"
                        size="small"
                        icon={open ? <CaretDownOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
                        aria-expanded={open}
                        aria-label={open ? t.close(unit.name) : t.open(unit.name)}
                        onClick={() => setOpen(!open)}
                    />
                ) : (
                    <span className="unit-leaf" />
                )}
                <div className="unit-name">
                    <div>
                        {unit.name} <Tag bordered={false}>{words.unitKind[unit.kind]}</Tag>
                    </div>
                    <Typography.Text type="secondary" className="number unit-people">
                        {t.people(count(unit.people.staff), count(unit.people.teacher), count(unit.people.parent))}
                    </Typography.Text>
                </div>
                <Flex gap={6}>
                    <Button
                        size="small"
                        type={isIncluded ? "primary" : "default"}
                        aria-pressed={isIncluded}
                        aria-label={`${isIncluded ? t.chosen : t.choose}: ${unit.name}`}
                        disabled={isExcluded}
                        onClick={() => picked.onToggle(unit.reference, "include")}
                    >
                        {isIncluded ? t.chosen : t.choose}
                    </Button>
                    <Button
                        size="small"
                        danger={isExcluded}
                        type={isExcluded ? "primary" : "text"}
                        aria-pressed={isExcluded}
                        aria-label={`${isExcluded ? t.excepted : t.except}: ${unit.name}`}
                        disabled={isIncluded}
                        onClick={() => picked.onToggle(unit.reference, "exclude")}
                    >
                        {isExcluded ? t.excepted : t.except}
                    </Button>
                </Flex>
            </Flex>
            {open && <UnitList of={{ parent: unit.reference }} picked={picked} level={level + 1} />}
        </li>
    )
}
