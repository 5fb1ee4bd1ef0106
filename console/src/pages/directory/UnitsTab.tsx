import { Drawer, Empty, Input } from "antd"
import { useState } from "react"

import { texts, useTexts } from "../../language/language"
import { useSettled } from "../../shown/use-settled"
import { useWords } from "../../shown/words"
import { UnitDetails } from "./UnitDetails"
import { UnitRows } from "./UnitRows"

const said = texts({
    vi: {
        find: "Tìm đơn vị",
        findHint: "Tên (không cần dấu) hoặc mã đơn vị",
        units: "Các đơn vị và số người trong danh bạ",
        unit: "Đơn vị",
        levels: "Cấp học",
        nobody: "Không có đơn vị nào khớp.",
        empty: "Danh bạ còn trống. Nhập tệp đơn vị trước, rồi tệp người nhận, ở mục Nhập danh bạ.",
    },
    en: {
        find: "Find a unit",
        findHint: "Name, without diacritics too, or reference",
        units: "The units, and how many people are in the directory",
        unit: "Unit",
        levels: "Levels",
        nobody: "No unit matches.",
        empty: "The directory is empty. Import units first, then people, under Import.",
    },
})

/** The organisation, unfolded step by step; or what a search finds, from wherever it is. */
export default function UnitsTab() {
    const t = useTexts(said)
    const words = useWords()
    const [find, setFind] = useState("")
    const [shown, setShown] = useState<string | null>(null)
    const q = useSettled(find.trim(), 300)
    return (
        <>
            <Input.Search
                aria-label={t.find}
                placeholder={t.findHint}
                allowClear
                value={find}
                onChange={(event) => setFind(event.target.value)}
                className="directory-find"
            />
            <div className="scrolls" role="region" aria-label={t.units} tabIndex={0}>
                <table className="units">
                    <thead>
                        <tr>
                            <th scope="col">{t.unit}</th>
                            <th scope="col">{t.levels}</th>
                            <th scope="col">{words.role.staff}</th>
                            <th scope="col">{words.role.teacher}</th>
                            <th scope="col">{words.role.parent}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <UnitRows
                            key={q}
                            of={q.length > 0 ? { q } : {}}
                            depth={0}
                            nothing={<Empty description={q ? t.nobody : t.empty} />}
                            onShow={setShown}
                        />
                    </tbody>
                </table>
            </div>
            <Drawer open={shown !== null} onClose={() => setShown(null)} width={560} title={t.unit} destroyOnHidden>
                {shown !== null && <UnitDetails reference={shown} />}
            </Drawer>
        </>
    )
}
