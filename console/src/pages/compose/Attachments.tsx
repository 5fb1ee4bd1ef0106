import { DeleteOutlined, PlusOutlined } from "@ant-design/icons"
import { Button, Flex, Input } from "antd"

import { texts, useTexts } from "../../language/language"
import type { Finding } from "./checks"
import type { Attachment } from "./content"
import { Field } from "./Field"
import { linkAllowed, withScheme } from "./links"

const said = texts({
    vi: {
        name: (no: number) => `Tên tài liệu ${no}`,
        url: (no: number) => `Địa chỉ tài liệu ${no}`,
        nameHint: "Kế hoạch.pdf",
        remove: (no: number) => `Bỏ tài liệu ${no}`,
        add: "Thêm tài liệu",
        label: "Tài liệu đính kèm",
        about: "Gửi dưới dạng liên kết: tải tệp lên cổng thông tin trước, rồi dán địa chỉ vào đây.",
        refused: (url: string, hosts: string) => `“${url}” nằm ngoài danh sách cho phép (${hosts}).`,
        line: (no: number) => `Tài liệu ${no}: `,
    },
    en: {
        name: (no: number) => `Name of attachment ${no}`,
        url: (no: number) => `Address of attachment ${no}`,
        nameHint: "Plan.pdf",
        remove: (no: number) => `Remove attachment ${no}`,
        add: "Add an attachment",
        label: "Attachments",
        about: "Sent as links: put the file on the portal first, then paste its address here.",
        refused: (url: string, hosts: string) => `“${url}” is outside of what is allowed (${hosts}).`,
        line: (no: number) => `Attachment ${no}: `,
    },
})

interface Props {
    value: Attachment[]
    allowedHosts: string[]
    problems: Finding[]
    tried: boolean
    onChange(value: Attachment[]): void
}

export function Attachments({ value, allowedHosts, problems, tried, onChange }: Props) {
    const t = useTexts(said)
    const put = (at: number, patch: Partial<Attachment>) =>
        onChange(value.map((each, i) => (i === at ? { ...each, ...patch } : each)))
    const refused: Finding[] = value
        .filter((each) => each.url && !linkAllowed(withScheme(each.url), allowedHosts))
        .map((each) => ({
            field: "attachments",
            code: "host_not_allowed",
            text: t.refused(each.url, allowedHosts.join(", ")),
        }))
    const found = problems
        .filter((each) => each.code !== "host_not_allowed" || refused.length === 0)
        .map((each) => {
            const at = /\[(\d+)\]/.exec(each.field)
            return at ? { ...each, text: t.line(Number(at[1]) + 1) + each.text } : each
        })
    return (
        <Field id="attachments" label={t.label} group problems={[...refused, ...found]} tried={tried} extra={t.about}>
            {(about) => (
                <Flex vertical gap={8}>
                    {value.map((each, i) => (
                        // The order is all that tells them apart while they are typed.
                        <Flex key={i} gap={8} wrap="wrap">
                            <Input
                                style={{ flex: "1 1 160px" }}
                                aria-label={t.name(i + 1)}
                                aria-describedby={about}
                                placeholder={t.nameHint}
                                maxLength={250}
                                value={each.name}
                                onChange={(event) => put(i, { name: event.target.value })}
                            />
                            <Input
                                style={{ flex: "2 1 220px" }}
                                aria-label={t.url(i + 1)}
                                aria-describedby={about}
                                placeholder="https://"
                                inputMode="url"
                                value={each.url}
                                onChange={(event) => put(i, { url: event.target.value })}
                                onBlur={() => put(i, { url: withScheme(each.url) })}
                            />
                            <Button
                                icon={<DeleteOutlined aria-hidden />}
                                aria-label={t.remove(i + 1)}
                                title={t.remove(i + 1)}
                                onClick={() => onChange(value.filter((_, other) => other !== i))}
                            />
                        </Flex>
                    ))}
                    <div>
                        <Button
                            icon={<PlusOutlined aria-hidden />}
                            disabled={value.length >= 50}
                            onClick={() => onChange([...value, { name: "", url: "" }])}
                        >
                            {t.add}
                        </Button>
                    </div>
                </Flex>
            )}
        </Field>
    )
}
