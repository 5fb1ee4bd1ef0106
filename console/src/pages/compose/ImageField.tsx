import { Flex, Input } from "antd"

import { texts, useTexts } from "../../language/language"
import type { Finding } from "./checks"
import type { Content } from "./content"
import { Field } from "./Field"
import { linkAllowed, withScheme } from "./links"

const said = texts({
    vi: {
        label: "Hình đầu bài",
        url: "Địa chỉ hình đầu bài",
        alt: "Mô tả hình đầu bài",
        altHint: "Trong hình có gì",
        refused: (hosts: string) => `Hình phải nằm ở ${hosts} hoặc các trang con.`,
        noAlt: "Hình chưa có mô tả: người không nhìn thấy hình sẽ không biết nội dung.",
    },
    en: {
        label: "Lead image",
        url: "Address of the lead image",
        alt: "Description of the lead image",
        altHint: "What is in it",
        refused: (hosts: string) => `The image must be at ${hosts} or below.`,
        noAlt: "The image has no description: who cannot see it learns nothing of it.",
    },
})

interface Props {
    value: Content["image"]
    hosts: string[]
    problems: Finding[]
    tried: boolean
    onChange(value: Content["image"]): void
}

export function ImageField({ value, hosts, problems, tried, onChange }: Props) {
    const t = useTexts(said)
    const put = (patch: { url?: string; alt?: string }) => {
        const next = { url: value?.url ?? "", alt: value?.alt ?? "", ...patch }
        onChange(next.url || next.alt ? next : null)
    }
    const target = withScheme(value?.url ?? "")
    const isRefused = target !== "" && (!target.startsWith("http") || !linkAllowed(target, hosts))
    const refused: Finding = { field: "image", code: "host_not_allowed", text: t.refused(hosts.join(", ")) }
    const noAlt: Finding = { field: "image", code: "missing_alt", text: t.noAlt }
    return (
        <Field
            id="image"
            label={t.label}
            group
            problems={isRefused ? [refused] : problems}
            warnings={target && !value?.alt?.trim() ? [noAlt] : []}
            tried={tried}
        >
            {(about) => (
                <Flex gap={8} wrap="wrap">
                    <Input
                        style={{ flex: "2 1 220px" }}
                        aria-label={t.url}
                        aria-describedby={about}
                        placeholder="https://"
                        inputMode="url"
                        value={value?.url ?? ""}
                        onChange={(event) => put({ url: event.target.value })}
                        onBlur={() => target !== (value?.url ?? "") && put({ url: target })}
                    />
                    <Input
                        style={{ flex: "2 1 200px" }}
                        aria-label={t.alt}
                        aria-describedby={about}
                        placeholder={t.altHint}
                        maxLength={500}
                        value={value?.alt ?? ""}
                        onChange={(event) => put({ alt: event.target.value })}
                    />
                </Flex>
            )}
        </Field>
    )
}
