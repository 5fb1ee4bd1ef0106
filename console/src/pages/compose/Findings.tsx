import { Alert } from "antd"

import { texts, useTexts } from "../../language/language"
import { isMissing, partOf, type Finding } from "./checks"

const said = texts({
    vi: {
        title: "Chưa trình duyệt được. Còn những chỗ sau:",
        missing: (part: string) => `${part}: chưa có.`,
        halfLine: (part: string) => `${part}: còn dòng để trống tên hoặc địa chỉ.`,
        wrong: (part: string, text: string) => `${part}: ${text}`,
        parts: {
            title: "Tiêu đề",
            summary: "Tóm tắt",
            body_html: "Nội dung",
            image: "Hình đầu bài",
            attachments: "Tài liệu đính kèm",
            document: "Văn bản liên quan (cần cả số và ngày)",
            category: "Mã chuyên mục",
            content_area: "Nội dung cải cách hành chính",
            urgency: "Mức độ",
            department: "Phòng, đơn vị chịu trách nhiệm",
            audience: "Đối tượng nhận",
            channels: "Kênh gửi",
            url: "Đường dẫn bài",
            expires_at: "Không gửi sau",
        } as Record<string, string>,
    },
    en: {
        title: "It cannot be submitted yet. What is left:",
        missing: (part: string) => `${part}: missing.`,
        halfLine: (part: string) => `${part}: a line lacks its name or its address.`,
        wrong: (part: string, text: string) => `${part}: ${text}`,
        parts: {
            title: "Title",
            summary: "Summary",
            body_html: "Text",
            image: "Lead image",
            attachments: "Attachments",
            document: "Document (both number and day)",
            category: "Category",
            content_area: "Content area",
            urgency: "Urgency",
            department: "Department",
            audience: "Audience",
            channels: "Channels",
            url: "Address of the article",
            expires_at: "Not sent after",
        } as Record<string, string>,
    },
})

const fieldOf: Record<string, string> = {
    body_html: "body-label",
    audience: "audience-label",
    document: "document-label",
    attachments: "attachments-label",
    image: "image-label",
}

/** What stands in the way, all in one place, with the way there. */
export function Findings({ problems }: { problems: Finding[] }) {
    const t = useTexts(said)
    if (problems.length === 0) return null
    const lines = new Map(
        problems.map((each) => {
            const part = partOf(each.field)
            const name = t.parts[part] ?? each.field
            // None is asked for: what is missing is a part of a line.
            const missing = part === "attachments" ? t.halfLine : t.missing
            return [isMissing(each) ? missing(name) : t.wrong(name, each.text), part]
        }),
    )
    return (
        <Alert
            type="error"
            showIcon
            role="alert"
            message={t.title}
            description={
                <ul className="findings">
                    {[...lines].map(([text, part]) => (
                        <li key={text}>
                            <a
                                href={`#${fieldOf[part] ?? part}`}
                                onClick={(event) => goTo(event, fieldOf[part] ?? part)}
                            >
                                {text}
                            </a>
                        </li>
                    ))}
                </ul>
            }
        />
    )
}

function goTo(event: React.MouseEvent, id: string) {
    event.preventDefault()
    const place = document.getElementById(id)
    place?.scrollIntoView({ block: "center" })
    const item = place?.closest(".ant-form-item")
    const field =
        item?.querySelector<HTMLElement>("[contenteditable=true]") ??
        item?.querySelector<HTMLElement>("input, textarea, button")
    field?.focus({ preventScroll: true })
}
