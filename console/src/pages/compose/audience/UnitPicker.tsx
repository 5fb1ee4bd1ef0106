import { SearchOutlined } from "@ant-design/icons"
import { Input } from "antd"
import { useState } from "react"

import { texts, useTexts } from "../../../language/language"
import { useSettled } from "../../../shown/use-settled"
import { UnitList } from "./UnitList"

export type Side = "include" | "exclude"

const said = texts({
    vi: { search: "Tìm đơn vị theo tên hoặc mã", units: "Các đơn vị" },
    en: { search: "Find a unit by its name or reference", units: "Units" },
})

export interface Picked {
    included: string[]
    excluded: string[]
    onToggle(unit: string, side: Side): void
}

/** All units, the branches loaded when they are opened; or those found by a word. */
export function UnitPicker(picked: Picked) {
    const t = useTexts(said)
    const [text, setText] = useState("")
    const q = useSettled(text.trim(), 300)
    return (
        <div className="unit-picker">
            <Input
                allowClear
                prefix={<SearchOutlined aria-hidden />}
                aria-label={t.search}
                placeholder={t.search}
                value={text}
                onChange={(event) => setText(event.target.value)}
            />
            <div className="unit-tree" role="region" aria-label={t.units} tabIndex={0}>
                <UnitList key={q} of={q ? { q } : {}} picked={picked} level={0} />
            </div>
        </div>
    )
}
