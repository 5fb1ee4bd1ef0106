import { FilterOutlined } from "@ant-design/icons"
import { Button, DatePicker, Form, Grid, Select } from "antd"
import dayjs from "dayjs"
import { useState } from "react"

import { texts, useTexts } from "../../language/language"
import { SearchInput } from "../../shown/SearchInput"
import { useWords } from "../../shown/words"
import { dayOf, filterNames } from "./bulletin-query"

const said = texts({
    vi: {
        text: "Tìm trong tiêu đề",
        state: "Trạng thái",
        urgency: "Mức khẩn",
        area: "Nhóm nội dung",
        department: "Đơn vị soạn",
        departmentHint: "Nguyên tên, ví dụ: Văn phòng Sở",
        source: "Nguồn",
        days: "Ngày nhận",
        from: "Từ ngày",
        to: "Đến ngày",
        any: "Tất cả",
        more: (n: number) => (n > 0 ? `Bộ lọc (${n} đang dùng)` : "Bộ lọc"),
    },
    en: {
        text: "Search in titles",
        state: "State",
        urgency: "Urgency",
        area: "Content area",
        department: "Department",
        departmentHint: "The whole name, e.g. Văn phòng Sở",
        source: "Source",
        days: "Taken in",
        from: "From",
        to: "To",
        any: "All",
        more: (n: number) => (n > 0 ? `Filters (${n} in use)` : "Filters"),
    },
})

interface Props {
    search: URLSearchParams
    change(changes: Record<string, string>): void
}

/** What is looked for; the page's address keeps it. */
export function BulletinFilters({ search, change }: Props) {
    const t = useTexts(said)
    const words = useWords()
    const options = (of: Record<string, string>) => Object.entries(of).map(([value, label]) => ({ value, label }))
    const isPhone = Grid.useBreakpoint().md === false
    const [open, setOpen] = useState(false)
    const used = filterNames.filter((each) => each !== "text" && search.get(each)).length
    const days = [dayOf(search.get("from")), dayOf(search.get("to"))]
    const choice = (name: string, label: string, of: { value: string; label: string }[], several = false) => (
        <Form.Item label={label} htmlFor={`filter-${name}`}>
            <Select
                id={`filter-${name}`}
                allowClear
                mode={several ? "multiple" : undefined}
                maxTagCount="responsive"
                placeholder={t.any}
                value={several ? (search.get(name) ?? "").split(",").filter(Boolean) : search.get(name) || undefined}
                onChange={(value?: string | string[]) => change({ [name]: `${value ?? ""}` })}
                options={of}
            />
        </Form.Item>
    )
    return (
        <Form layout="vertical" role="search" className="bulletin-filters">
            <Form.Item label={t.text} htmlFor="filter-text" className="is-wide">
                <SearchInput id="filter-text" value={search.get("text") ?? ""} onSearch={(text) => change({ text })} />
            </Form.Item>
            {isPhone && (
                <Form.Item>
                    <Button icon={<FilterOutlined />} aria-expanded={open} block onClick={() => setOpen(!open)}>
                        {t.more(used)}
                    </Button>
                </Form.Item>
            )}
            {(!isPhone || open) && (
                <>
                    {choice("state", t.state, options(words.state), true)}
                    {choice(
                        "content_area",
                        t.area,
                        words.contentArea.map((label, i) => ({ value: `${i + 1}`, label })),
                    )}
                    {choice("urgency", t.urgency, options(words.urgency))}
                    {choice("source", t.source, options(words.source))}
                    <Form.Item label={t.department} htmlFor="filter-department">
                        <SearchInput
                            id="filter-department"
                            value={search.get("department") ?? ""}
                            placeholder={t.departmentHint}
                            onSearch={(department) => change({ department })}
                        />
                    </Form.Item>
                    <Form.Item label={t.days} htmlFor="filter-from">
                        <DatePicker.RangePicker
                            id={{ start: "filter-from", end: "filter-to" }}
                            aria-label={t.days}
                            format="DD/MM/YYYY"
                            allowEmpty={[true, true]}
                            placeholder={[t.from, t.to]}
                            value={[days[0] ? dayjs(days[0]) : null, days[1] ? dayjs(days[1]) : null]}
                            onChange={(range) =>
                                change({
                                    from: range?.[0]?.format("YYYY-MM-DD") ?? "",
                                    to: range?.[1]?.format("YYYY-MM-DD") ?? "",
                                })
                            }
                        />
                    </Form.Item>
                </>
            )}
        </Form>
    )
}
