import { Card, Input } from "antd"
import { useId } from "react"

import { texts, useTexts } from "../../language/language"
import type { Signing } from "./use-signing"

const said = texts({
    vi: {
        title: "Thể thức khi in",
        about: "In ra khổ A4 theo thể thức văn bản hành chính. Những gì nhập ở đây được giữ trong trình duyệt này.",
        number: "Số báo cáo",
        numberHint: "Để trống để văn thư ghi",
        signer: "Chức vụ người ký",
        name: "Họ và tên người ký",
        remarks: "Nhận xét, kiến nghị",
        remarksHint: "In thành mục cuối của báo cáo; để trống thì không in.",
    },
    en: {
        title: "When it is printed",
        about: "On A4, in the form of an administrative document, in Vietnamese. What is typed here is kept in this browser.",
        number: "Number",
        numberHint: "Empty: left to the clerk",
        signer: "Signer's office",
        name: "Signer's name",
        remarks: "Remarks and proposals",
        remarksHint: "The last section of the report; none if empty.",
    },
})

export function SigningCard({ signing, onChange }: { signing: Signing; onChange(signing: Signing): void }) {
    const t = useTexts(said)
    const id = useId()
    const line = (key: "number" | "title" | "name", label: string, hint?: string) => (
        <div>
            <label htmlFor={`${id}-${key}`}>{label}</label>
            <Input
                id={`${id}-${key}`}
                value={signing[key]}
                placeholder={hint}
                maxLength={100}
                autoComplete="off"
                onChange={({ target }) => onChange({ ...signing, [key]: target.value })}
            />
        </div>
    )
    return (
        <Card>
            <h2>{t.title}</h2>
            <p className="report-about">{t.about}</p>
            <div className="report-signing">
                {line("number", t.number, t.numberHint)}
                {line("title", t.signer)}
                {line("name", t.name)}
                <div className="report-remarks">
                    <label htmlFor={`${id}-remarks`}>{t.remarks}</label>
                    <Input.TextArea
                        id={`${id}-remarks`}
                        value={signing.remarks}
                        placeholder={t.remarksHint}
                        maxLength={4000}
                        rows={3}
                        onChange={({ target }) => onChange({ ...signing, remarks: target.value })}
                    />
                </div>
            </div>
        </Card>
    )
}
