import { AutoComplete, DatePicker, Flex, Input, Radio, Select, Typography } from "antd"
import dayjs from "dayjs"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useWords } from "../../shown/words"
import type { Urgency } from "./content"
import { Field } from "./Field"
import type { FieldsProps } from "./WordFields"

const said = texts({
    vi: {
        area: "Nội dung cải cách hành chính",
        noArea: "Không thuộc nội dung nào",
        category: "Mã chuyên mục",
        categoryAbout: "Chữ không dấu, số và dấu gạch, như trên cổng thông tin: cchc, tuyen-sinh.",
        urgency: "Mức độ",
        urgent: "Khẩn: gửi trước mọi đợt khác, kể cả trong giờ yên lặng. Chỉ dùng khi chậm vài giờ là có hại.",
        department: "Phòng, đơn vị chịu trách nhiệm",
        document: "Văn bản liên quan",
        number: "Số, ký hiệu văn bản",
        issued: "Ngày ban hành",
        day: "Ngày",
        url: "Đường dẫn bài trên cổng thông tin",
        urlAbout: "Bỏ trống thì dẫn về trang chủ của Sở.",
    },
    en: {
        area: "Content area of the administrative reform",
        noArea: "None of them",
        category: "Category",
        categoryAbout: "Letters, digits and hyphens, as on the portal: cchc, tuyen-sinh.",
        urgency: "Urgency",
        urgent: "Urgent: goes out before all others, in quiet hours, too. Only where a few hours would do harm.",
        department: "Department that answers for it",
        document: "Document it is about",
        number: "Number of the document",
        issued: "Issued on",
        day: "Day",
        url: "Address of the article on the portal",
        urlAbout: "Without it, the Department's home page.",
    },
})

const urgencies: Urgency[] = ["normal", "urgent", "bulk"]

export function KindFields({ content, tried, problemsOf, warningsOf, onChange }: FieldsProps) {
    const t = useTexts(said)
    const words = useWords()
    const recent = $api.useQuery(
        "get",
        "/api/broadcasts",
        { params: { query: { limit: 100 } } },
        { staleTime: 600_000 },
    )
    const known = (of: "department" | "category") =>
        [...new Set((recent.data?.items ?? []).map((each) => each[of]))].filter(Boolean).map((value) => ({ value }))
    const urgency = content.urgency ?? "normal"
    const document = (patch: { number?: string; issued_on?: string }) => {
        const next = { number: content.document?.number ?? "", issued_on: content.document?.issued_on ?? "", ...patch }
        onChange({ document: next.number || next.issued_on ? next : null })
    }
    const of = (part: Parameters<typeof problemsOf>[0]) => ({
        problems: problemsOf(part),
        warnings: warningsOf(part),
        tried,
    })
    return (
        <div className="field-grid">
            <Field id="content_area" label={t.area} {...of("content_area")}>
                {(about) => (
                    <Select
                        id="content_area"
                        aria-describedby={about}
                        value={content.content_area ?? 0}
                        onChange={(area) => onChange({ content_area: area || null })}
                        options={[
                            { value: 0, label: t.noArea },
                            ...words.contentArea.map((name, i) => ({ value: i + 1, label: `${i + 1}. ${name}` })),
                        ]}
                    />
                )}
            </Field>
            <Field id="department" label={t.department} {...of("department")}>
                {(about) => (
                    <AutoComplete
                        id="department"
                        aria-describedby={about}
                        value={content.department ?? ""}
                        options={known("department")}
                        filterOption={matches}
                        onChange={(department) => onChange({ department })}
                    />
                )}
            </Field>
            <Field
                id="urgency"
                label={t.urgency}
                group
                {...of("urgency")}
                extra={urgency === "urgent" && <Typography.Text type="warning">{t.urgent}</Typography.Text>}
            >
                {() => (
                    <Radio.Group
                        value={urgency}
                        onChange={(event) => onChange({ urgency: event.target.value })}
                        options={urgencies.map((value) => ({ value, label: words.urgency[value] }))}
                    />
                )}
            </Field>
            <Field id="category" label={t.category} {...of("category")} extra={t.categoryAbout}>
                {(about) => (
                    <AutoComplete
                        id="category"
                        aria-describedby={about}
                        value={content.category ?? ""}
                        options={known("category")}
                        filterOption={matches}
                        onChange={(category) => onChange({ category: category.trim() })}
                    />
                )}
            </Field>
            <Field id="document" label={t.document} group {...of("document")}>
                {(about) => (
                    <Flex gap={8} wrap="wrap">
                        <Input
                            style={{ flex: "1 1 140px" }}
                            aria-label={t.number}
                            aria-describedby={about}
                            placeholder="172/KH-SGDĐT"
                            maxLength={100}
                            value={content.document?.number ?? ""}
                            onChange={(event) => document({ number: event.target.value })}
                        />
                        <DatePicker
                            style={{ flex: "1 1 130px" }}
                            aria-label={t.issued}
                            aria-describedby={about}
                            placeholder={t.day}
                            format="DD/MM/YYYY"
                            value={content.document?.issued_on ? dayjs(content.document.issued_on) : null}
                            onChange={(day) => document({ issued_on: day ? day.format("YYYY-MM-DD") : "" })}
                        />
                    </Flex>
                )}
            </Field>
            <Field id="url" label={t.url} {...of("url")} extra={t.urlAbout}>
                {(about) => (
                    <Input
                        id="url"
                        aria-describedby={about}
                        placeholder="https://"
                        inputMode="url"
                        value={content.url ?? ""}
                        onChange={(event) => onChange({ url: event.target.value.trim() })}
                    />
                )}
            </Field>
        </div>
    )
}

const matches = (typed: string, option?: { value: string }) => option!.value.toLowerCase().includes(typed.toLowerCase())
