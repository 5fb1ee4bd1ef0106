import { Card, Skeleton, Typography } from "antd"
import { useMemo } from "react"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useReason } from "../../shown/reason"
import type { Content } from "../compose/content"
import { differences } from "./difference"
import { useContent } from "./use-content"
import type { Broadcast } from "./use-submissions"

const said = texts({
    vi: {
        title: (version: string) => `Khác bản trước (bản ${version})`,
        state: (at: string, reason: string) => `Bản trước trình lúc ${at}${reason ? `; ${reason}` : ""}`,
        none: "Nội dung và đối tượng nhận giống hệt bản trước.",
        removed: "bỏ đi",
        added: "thêm vào",
        formatting: "Chữ giống nhau, chỉ khác cách trình bày.",
        parts: {
            title: "Tiêu đề",
            summary: "Tóm tắt",
            body_html: "Nội dung",
            image: "Hình đầu bài",
            attachments: "Tài liệu đính kèm",
            document: "Văn bản liên quan",
            audience: "Đối tượng nhận",
            channels: "Kênh gửi",
            urgency: "Mức độ",
            department: "Đơn vị chịu trách nhiệm",
            expires_at: "Không gửi sau",
            url: "Đường dẫn bài",
        } as Record<string, string>,
    },
    en: {
        title: (version: string) => `What differs from version ${version}`,
        state: (at: string, reason: string) => `That one was submitted at ${at}${reason ? `; ${reason}` : ""}`,
        none: "Content and audience are exactly those of the version before.",
        removed: "removed",
        added: "added",
        formatting: "The words are the same; only their form differs.",
        parts: {
            title: "Title",
            summary: "Summary",
            body_html: "Text",
            image: "Lead image",
            attachments: "Attachments",
            document: "Document",
            audience: "Audience",
            channels: "Channels",
            urgency: "Urgency",
            department: "Department",
            expires_at: "Not sent after",
            url: "Address of the article",
        } as Record<string, string>,
    },
})

/** The version before, if there is one, word by word. */
export function DifferenceCard({ of, content }: { of: Broadcast; content: Content }) {
    const t = useTexts(said)
    const { count, moment } = useFormat()
    const reason = useReason()
    const versions = $api.useQuery(
        "get",
        "/api/broadcasts",
        { params: { query: { source: of.source, bulletin: of.bulletin, limit: 50 } } },
        { enabled: of.version > 1 },
    )
    const before = versions.data?.items
        .filter((each) => each.version < of.version)
        .sort((one, other) => other.version - one.version)[0]
    const old = useContent(before?.id ?? 0, before !== undefined)
    const found = useMemo(() => (old.data ? differences(old.data, content) : []), [old.data, content])
    if (of.version <= 1 || (versions.isSuccess && !before)) return null
    const wrong = versions.error ?? old.error
    return (
        <Card title={<h2>{t.title(count(before?.version ?? of.version - 1))}</h2>}>
            <ProblemAlert why={wrong} again={() => void (versions.error ? versions.refetch() : old.refetch())} />
            {!wrong && !old.data && <Skeleton active />}
            {before && (
                <Typography.Paragraph type="secondary">
                    {t.state(moment(before.taken_in), reason(before.reason))}
                </Typography.Paragraph>
            )}
            {old.data && found.length === 0 && (
                <div>{old.data.body_html === content.body_html ? t.none : t.formatting}</div>
            )}
            {found.map(({ part, pieces }) => (
                <div key={part}>
                    <h3 className="part-title">{t.parts[part]}</h3>
                    <p className="difference">
                        {pieces.map(({ text, kind }, i) =>
                            kind === "added" ? (
                                <ins key={i} aria-label={`${t.added}: ${text}`}>
                                    {text}
                                </ins>
                            ) : kind === "removed" ? (
                                <del key={i} aria-label={`${t.removed}: ${text}`}>
                                    {text}
                                </del>
                            ) : (
                                <span key={i}>{text}</span>
                            ),
                        )}
                    </p>
                </div>
            ))}
        </Card>
    )
}
