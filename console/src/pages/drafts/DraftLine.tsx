import { DeleteOutlined } from "@ant-design/icons"
import { useQueryClient } from "@tanstack/react-query"
import { Flex, Typography } from "antd"
import { Link } from "react-router-dom"

import { $api, api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { StateTag } from "../../shown/Tags"
import type { Draft } from "../compose/content"
import "../approvals/lines.css"

const said = texts({
    vi: {
        untitled: "(chưa có tiêu đề)",
        changed: (at: string) => `Sửa lần cuối ${at}`,
        submitted: (at: string) => `Trình lúc ${at}`,
        start: (at: string) => `hẹn gửi ${at}`,
        version: (no: string) => `lần sửa thứ ${no}`,
        comment: "Ý kiến:",
        remove: (title: string) => `Xóa bản nháp “${title}”`,
        removeLabel: "Xóa",
        removeTitle: "Xóa bản nháp này?",
        removeAbout: (title: string) => `“${title}” sẽ mất hẳn, không lấy lại được.`,
        removeVerb: "Xóa bản nháp",
    },
    en: {
        untitled: "(no title yet)",
        changed: (at: string) => `Changed ${at}`,
        submitted: (at: string) => `Submitted ${at}`,
        start: (at: string) => `to be sent ${at}`,
        version: (no: string) => `version ${no}`,
        comment: "Comment:",
        remove: (title: string) => `Delete the draft “${title}”`,
        removeLabel: "Delete",
        removeTitle: "Delete this draft?",
        removeAbout: (title: string) => `“${title}” will be gone for good.`,
        removeVerb: "Delete the draft",
    },
})

export function DraftLine({ draft }: { draft: Draft }) {
    const t = useTexts(said)
    const { moment, count } = useFormat()
    const queries = useQueryClient()
    const isOpen = draft.state === "open"
    const broadcast = $api.useQuery(
        "get",
        "/api/broadcasts/{id}",
        { params: { path: { id: draft.broadcast ?? 0 } } },
        { enabled: !isOpen && draft.broadcast !== null },
    )
    const isEarly = broadcast.data !== undefined && ["held", "waiting"].includes(broadcast.data.state)
    const remove = async () => {
        await api.DELETE("/api/drafts/{id}", {
            params: { path: { id: draft.id }, header: { "If-Match": `"${draft.revision}"` } },
        })
        await queries.invalidateQueries({ queryKey: ["get", "/api/drafts"] })
    }
    const title = draft.title || t.untitled
    const target = isOpen
        ? `/drafts/${draft.id}`
        : isEarly || !draft.broadcast
          ? `/approvals/${draft.broadcast}`
          : `/broadcasts/${draft.broadcast}`
    const facts = [
        isOpen ? t.changed(moment(draft.changed)) : t.submitted(moment(draft.changed)),
        draft.start_at && t.start(moment(draft.start_at)),
        draft.version > 1 && t.version(count(draft.version)),
    ].filter(Boolean)
    return (
        <li>
            <Flex gap={12} align="flex-start" justify="space-between">
                <div className="line-words">
                    <Link to={target} className="line-title">
                        {title}
                    </Link>
                    <div>
                        {!isOpen && broadcast.data && (
                            <StateTag state={broadcast.data.state} needs={broadcast.data.needs} />
                        )}
                        <Typography.Text type="secondary">{facts.join(" · ")}</Typography.Text>
                    </div>
                    {isOpen && draft.comment && (
                        <div className="line-comment">
                            <strong>{t.comment}</strong> {draft.comment}
                        </div>
                    )}
                </div>
                {isOpen && (
                    <ConfirmedButton
                        type="text"
                        icon={<DeleteOutlined aria-hidden />}
                        label={t.removeLabel}
                        heard={t.remove(title)}
                        danger
                        title={t.removeTitle}
                        verb={t.removeVerb}
                        act={remove}
                    >
                        {t.removeAbout(title)}
                    </ConfirmedButton>
                )}
            </Flex>
        </li>
    )
}
