import "./lines.css"

import { Alert, Button, Card, Descriptions, Flex, Skeleton } from "antd"
import { useState } from "react"
import { Link, useParams } from "react-router-dom"

import { $api } from "../../api/client"
import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useLive } from "../../live/use-live"
import { useRefresh } from "../../live/use-refresh"
import { useSession } from "../../session/session"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useReason } from "../../shown/reason"
import { StateTag, UrgencyTag } from "../../shown/Tags"
import { useWords } from "../../shown/words"
import { CountTable } from "../compose/audience/CountTable"
import { useAudienceCount } from "../compose/audience/use-audience-count"
import { mostPeople, type Content } from "../compose/content"
import { Previews } from "../compose/preview/Previews"
import { AttachmentLinks } from "./AttachmentLinks"
import { AudienceWords } from "./AudienceWords"
import { Decisions } from "./Decisions"
import { DifferenceCard } from "./DifferenceCard"
import { useContent } from "./use-content"
import type { Broadcast } from "./use-submissions"

const said = texts({
    vi: {
        page: "Duyệt",
        changed: "Bản này vừa thay đổi sau khi trang được mở (giờ gửi hoặc nội dung). Đọc lại trước khi quyết định.",
        show: "Xem bản mới",
        who: "Gửi cho ai",
        when: "Gửi khi nào",
        what: "Đúng những gì sẽ gửi đi",
        people: (people: string) => `Khoảng ${people} người`,
        submitted: "Người trình",
        portal: "Cổng thông tin",
        taken: "Trình lúc",
        department: "Đơn vị chịu trách nhiệm",
        urgency: "Mức độ",
        state: "Tình trạng",
        version: "Phiên bản",
        start: "Bắt đầu gửi",
        soon: "Ngay khi được duyệt",
        channels: "Qua kênh",
        why: "Vì sao cần duyệt",
        document: "Văn bản",
        area: "Nội dung CCHC",
        attachments: "Tài liệu",
        approvedBy: "Người duyệt",
        over: "Bản này không còn chờ duyệt.",
        toBroadcast: "Xem đợt phát",
        toDraft: "Sửa bản nháp",
    },
    en: {
        page: "Approve",
        changed:
            "This was changed after the page was opened (its hour or its content). Read it again before you decide.",
        show: "Show it as it is now",
        who: "Who gets it",
        when: "When it is sent",
        what: "Exactly what goes out",
        people: (people: string) => `About ${people} people`,
        submitted: "Submitted by",
        portal: "The portal",
        taken: "Submitted at",
        department: "Department",
        urgency: "Urgency",
        state: "State",
        version: "Version",
        start: "Start",
        soon: "As soon as it is approved",
        channels: "Channels",
        why: "Why it needs approval",
        document: "Document",
        area: "Content area",
        attachments: "Attachments",
        approvedBy: "Approved by",
        over: "This does not wait for approval any more.",
        toBroadcast: "See the broadcast",
        toDraft: "Change the draft",
    },
})

export default function ApprovalPage() {
    const t = useTexts(said)
    const id = Number(useParams().id)
    const broadcast = $api.useQuery("get", "/api/broadcasts/{id}", { params: { path: { id } } })
    const content = useContent(id)
    const told = useLive().broadcasts.get(id)
    useRefresh(
        told ? `${told.state} ${told.start_at} ${told.reason}` : "",
        [["get", "/api/broadcasts/{id}", { params: { path: { id } } }]],
        500,
    )
    if (broadcast.isError || content.isError)
        return (
            <>
                <PageHeader title={t.page} />
                <ProblemAlert
                    why={broadcast.error ?? content.error}
                    again={() => void (broadcast.error ? broadcast.refetch() : content.refetch())}
                />
            </>
        )
    if (!broadcast.data || !content.data)
        return (
            <>
                <PageHeader title={t.page} />
                <Skeleton active paragraph={{ rows: 12 }} />
            </>
        )
    return (
        <Approval
            key={id}
            now={broadcast.data}
            content={content.data}
            again={async () => {
                await broadcast.refetch()
            }}
        />
    )
}

function Approval({ now, content, again }: { now: Broadcast; content: Content; again(): Promise<void> }) {
    const t = useTexts(said)
    const words = useWords()
    const reason = useReason()
    const { count, moment } = useFormat()
    // What is on the page is what is approved: when it changes, somebody must have looked again.
    const [seen, setSeen] = useState(now.hash)
    const channels = now.channels.map((each) => each.channel)
    const counts = useAudienceCount(content.audience, channels)
    const { name } = useSession()
    const draft = now.source === "editor" ? /^draft-(\d+)$/.exec(now.bulletin)?.[1] : undefined
    const isEarly = now.state === "held" || now.state === "waiting"
    return (
        <>
            <PageHeader
                title={now.title}
                about={
                    <>
                        <StateTag state={now.state} needs={now.needs} /> <UrgencyTag urgency={now.urgency} />
                    </>
                }
                actions={
                    isEarly && (
                        <Decisions
                            of={now}
                            seen={seen}
                            people={counts.data ? mostPeople(counts.data) : undefined}
                            again={again}
                        />
                    )
                }
            />
            <div className="approval">
                {now.hash !== seen && (
                    <Alert
                        type="warning"
                        showIcon
                        role="alert"
                        message={t.changed}
                        action={<Button onClick={() => setSeen(now.hash)}>{t.show}</Button>}
                    />
                )}
                {!isEarly && (
                    <Alert
                        type="info"
                        showIcon
                        message={t.over}
                        description={reason(now.reason)}
                        action={
                            <Flex gap={16}>
                                {draft && now.state === "cancelled" && now.submitted_by === name && (
                                    <Link to={`/drafts/${draft}`}>{t.toDraft}</Link>
                                )}
                                <Link to={`/broadcasts/${now.id}`}>{t.toBroadcast}</Link>
                            </Flex>
                        }
                    />
                )}
                <div className="approval-pair">
                    <Card title={<h2>{t.who}</h2>}>
                        <Flex vertical gap={8}>
                            <strong className="number">
                                {counts.data ? t.people(count(mostPeople(counts.data))) : <Skeleton.Button active />}
                            </strong>
                            <AudienceWords audience={content.audience} />
                            {counts.isError && <ProblemAlert why={counts.error} again={() => void counts.refetch()} />}
                            {counts.data && <CountTable counts={counts.data} withUnits />}
                        </Flex>
                    </Card>
                    <Card title={<h2>{t.when}</h2>}>
                        <Descriptions
                            size="small"
                            column={1}
                            items={[
                                {
                                    key: "start",
                                    label: t.start,
                                    children: <strong>{now.start_at ? moment(now.start_at) : t.soon}</strong>,
                                },
                                {
                                    key: "channels",
                                    label: t.channels,
                                    children: channels.map((each) => words.channel[each] ?? each).join(", "),
                                },
                                ...(now.state === "held" && now.reason
                                    ? [{ key: "why", label: t.why, children: reason(now.reason) }]
                                    : []),
                                { key: "by", label: t.submitted, children: now.submitted_by || t.portal },
                                { key: "taken", label: t.taken, children: moment(now.taken_in) },
                                ...(now.approved_by
                                    ? [{ key: "approved", label: t.approvedBy, children: now.approved_by }]
                                    : []),
                                { key: "department", label: t.department, children: now.department },
                                ...(now.content_area
                                    ? [
                                          {
                                              key: "area",
                                              label: t.area,
                                              children: words.contentArea[now.content_area - 1],
                                          },
                                      ]
                                    : []),
                                ...(content.document
                                    ? [{ key: "document", label: t.document, children: content.document.number }]
                                    : []),
                                ...(content.attachments?.length
                                    ? [
                                          {
                                              key: "attachments",
                                              label: t.attachments,
                                              children: <AttachmentLinks of={content.attachments} />,
                                          },
                                      ]
                                    : []),
                                { key: "version", label: t.version, children: count(now.version) },
                            ]}
                        />
                    </Card>
                </div>
                <DifferenceCard of={now} content={content} />
                <Card title={<h2>{t.what}</h2>}>
                    <Previews of={{ kind: "broadcasts", id: now.id, hash: now.hash }} layout="all" />
                </Card>
            </div>
        </>
    )
}
