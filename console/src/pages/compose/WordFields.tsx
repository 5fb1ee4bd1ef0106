import { Input } from "antd"

import { texts, useTexts } from "../../language/language"
import { Attachments } from "./Attachments"
import { BodyEditor } from "./body/BodyEditor"
import type { Finding } from "./checks"
import type { Content } from "./content"
import { Field } from "./Field"
import { ImageField } from "./ImageField"
import { hasImageWithoutAlt, refusedLinks } from "./links"
import { TitleLength } from "./TitleLength"
import type { Settings } from "./use-settings"

const said = texts({
    vi: {
        title: "Tiêu đề",
        summary: "Tóm tắt",
        summaryAbout: "Một hai câu, hiện dưới tiêu đề trên eNetViet. Bỏ trống thì dùng lại tiêu đề.",
        body: "Nội dung",
        bodyAbout: "Dán từ Word được: giữ chữ đậm, danh sách, bảng; bỏ phông chữ, màu và cỡ chữ.",
        refused: (url: string, hosts: string) => `Liên kết “${url}” nằm ngoài danh sách cho phép (${hosts}).`,
        alt: "Có hình chưa có mô tả: người không nhìn thấy hình sẽ không biết nội dung.",
    },
    en: {
        title: "Title",
        summary: "Summary",
        summaryAbout: "A sentence or two, below the title in eNetViet. Without it the title is used again.",
        body: "Text",
        bodyAbout: "Pasting from Word is fine: bold, lists and tables stay; fonts, colours and sizes go.",
        refused: (url: string, hosts: string) => `The link “${url}” is outside of what is allowed (${hosts}).`,
        alt: "An image has no description: who cannot see it learns nothing of it.",
    },
})

/** What the fields of a bulletin have in common. */
export interface FieldsProps {
    content: Content
    replaced: number
    channels: Settings["channels"]
    hosts: string[]
    tried: boolean
    problemsOf(part: keyof Content): Finding[]
    warningsOf(part: keyof Content): Finding[]
    onChange(patch: Content): void
}

export function WordFields({
    content,
    replaced,
    channels,
    hosts,
    tried,
    problemsOf,
    warningsOf,
    onChange,
}: FieldsProps) {
    const t = useTexts(said)
    const html = content.body_html ?? ""
    const links = refusedLinks(html, hosts).map((url) => ({
        field: "body_html",
        code: "host_not_allowed",
        text: t.refused(url, hosts.join(", ")),
    }))
    const bodyProblems = problemsOf("body_html").filter(
        (each) => each.code !== "host_not_allowed" || links.length === 0,
    )
    // Said here at once, and not again by the check.
    const bodyWarnings = warningsOf("body_html").filter((each) => each.code !== "missing_alt")
    if (hasImageWithoutAlt(html)) bodyWarnings.push({ field: "body_html", code: "missing_alt", text: t.alt })
    return (
        <>
            <Field
                id="title"
                label={t.title}
                problems={problemsOf("title")}
                warnings={warningsOf("title").filter((each) => each.code !== "title_cut")}
                tried={tried}
                extra={
                    <TitleLength
                        title={content.title ?? ""}
                        hasContentArea={Boolean(content.content_area)}
                        channels={channels}
                    />
                }
            >
                {(about) => (
                    <Input.TextArea
                        id="title"
                        aria-describedby={about}
                        aria-required
                        rows={2}
                        value={content.title ?? ""}
                        // One line, however long.
                        onChange={(event) => onChange({ title: event.target.value.replace(/\n+/g, " ") })}
                    />
                )}
            </Field>
            <Field
                id="summary"
                label={t.summary}
                problems={problemsOf("summary")}
                warnings={warningsOf("summary")}
                tried={tried}
                extra={t.summaryAbout}
            >
                {(about) => (
                    <Input.TextArea
                        id="summary"
                        aria-describedby={about}
                        rows={3}
                        value={content.summary ?? ""}
                        onChange={(event) => onChange({ summary: event.target.value.replace(/\n+/g, " ") })}
                    />
                )}
            </Field>
            <Field
                id="body"
                label={t.body}
                group
                problems={[...links, ...bodyProblems]}
                warnings={bodyWarnings}
                tried={tried}
                extra={t.bodyAbout}
            >
                {(about) => (
                    <BodyEditor
                        label={t.body}
                        html={html}
                        replaced={replaced}
                        allowedHosts={hosts}
                        describedBy={about}
                        onChange={(body_html) => onChange({ body_html })}
                    />
                )}
            </Field>
            <ImageField
                value={content.image}
                hosts={hosts}
                problems={problemsOf("image")}
                tried={tried}
                onChange={(image) => onChange({ image })}
            />
            <Attachments
                value={content.attachments ?? []}
                allowedHosts={hosts}
                problems={problemsOf("attachments")}
                tried={tried}
                onChange={(attachments) => onChange({ attachments })}
            />
        </>
    )
}
