import { ArrowLeftOutlined, DeleteOutlined, SendOutlined } from "@ant-design/icons"
import { useQueryClient } from "@tanstack/react-query"
import { Alert, App, Button, Card, Flex, Form, Input } from "antd"
import { useMemo, useRef, useState } from "react"
import { useNavigate } from "react-router-dom"

import { $api, api } from "../../api/client"
import type { components } from "../../api/openapi"
import { asProblem, type FieldProblem } from "../../api/problem"
import { texts, useTexts } from "../../language/language"
import { useHasRole } from "../../session/session"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { useFormat } from "../../shown/format"
import { Loading } from "../../shown/Loading"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { AudienceReach, reachableOf, useAudienceReach } from "../broadcast/AudienceReach"
import { fieldLines, layOut, lineOf } from "./json-layout"
import { LinedText, type LinedTextPlace } from "./LinedText"

const said = texts({
    vi: {
        back: "Về danh sách",
        untitled: "Bản tin không đọc được tiêu đề",
        at: (time: string, entry: string) => `Trả lại lúc ${time} · mục ${entry} trong hộp nhận`,
        text: "Nội dung bản tin (JSON)",
        reasons: "Vì sao không nhận được",
        line: (n: number) => `Dòng ${n}`,
        goTo: (n: number, what: string) => `Đến dòng ${n}: ${what}`,
        cut: "Nội dung quá dài hoặc có ký tự hỏng nên hiện không đủ. Gửi lại từ Cổng thông tin.",
        still: "Vẫn còn lỗi, bản tin chưa được gửi lại. Sửa tiếp những chỗ dưới đây.",
        onlyOperator: "Chỉ người vận hành làm được việc này",
        resubmit: "Gửi lại bản tin",
        resubmitTitle: "Gửi lại bản tin đã sửa?",
        resubmitText:
            "Loa kiểm tra bản tin trước. Bản tin đã sửa phải được người khác duyệt rồi mới gửi; bản tin giữ nguyên được nhận như khi Cổng thông tin gửi. Đối tượng nhận hiện có:",
        resubmitUnread: "Loa kiểm tra bản tin trước. Nếu còn lỗi, không có gì được gửi.",
        resubmitVerb: (n: string) => `Gửi lại tới ${n} nơi nhận`,
        resubmitPlain: "Kiểm tra và gửi lại",
        resubmitted: "Đã gửi lại. Bản tin được nhận trong giây lát.",
        toBeApproved: "Đã gửi lại. Bản tin đã sửa đang chờ người khác duyệt.",
        remove: "Bỏ bản tin này",
        removeTitle: "Bỏ bản tin này khỏi danh sách?",
        removeText: "Bản tin bị bỏ hẳn và không gửi tới ai (0 nơi nhận). Lý do được ghi vào nhật ký.",
        removeVerb: "Bỏ bản tin",
        reason: "Lý do",
        removed: "Đã bỏ bản tin.",
    },
    en: {
        back: "Back to the list",
        untitled: "A bulletin without a title that can be read",
        at: (time: string, entry: string) => `Turned down at ${time} · entry ${entry} of the inbox`,
        text: "The bulletin (JSON)",
        reasons: "Why it could not be taken in",
        line: (n: number) => `Line ${n}`,
        goTo: (n: number, what: string) => `Go to line ${n}: ${what}`,
        cut: "It is too long, or has broken characters, and is not shown whole. Publish it again from the portal.",
        still: "There are still errors, and nothing was published. Correct what is listed below.",
        onlyOperator: "Only an operator may do this",
        resubmit: "Publish it again",
        resubmitTitle: "Publish the corrected bulletin?",
        resubmitText:
            "It is checked first. Corrected, it waits until somebody else approves it; unchanged, it is taken in as if the portal had published it. The audience now:",
        resubmitUnread: "It is checked first. If there are errors left, nothing is sent.",
        resubmitVerb: (n: string) => `Publish to ${n} destinations`,
        resubmitPlain: "Check and publish",
        resubmitted: "Published. It is taken in within moments.",
        toBeApproved: "Published. Corrected as it is, it waits for somebody else's approval.",
        remove: "Remove it",
        removeTitle: "Take this bulletin off the list?",
        removeText: "It is gone for good, and nobody gets it (0 destinations). The reason is kept in the audit log.",
        removeVerb: "Remove the bulletin",
        reason: "Reason",
        removed: "Removed.",
    },
})

export function RejectedEntry({ id }: { id: string }) {
    const query = $api.useQuery("get", "/api/rejected/{id}", { params: { path: { id } } }, { staleTime: Infinity })
    if (query.error) return <ProblemAlert why={query.error} again={() => void query.refetch()} />
    return query.data ? <Entry of={query.data} /> : <Loading />
}

function Entry({ of }: { of: components["schemas"]["rejected_text"] }) {
    const t = useTexts(said)
    const format = useFormat()
    const navigate = useNavigate()
    const queries = useQueryClient()
    const { message } = App.useApp()
    const off = useHasRole("operator") ? undefined : t.onlyOperator
    const [text, setText] = useState(() => layOut(of.payload))
    const [asked, setAsked] = useState<string>()
    const [stillWrong, setStillWrong] = useState<FieldProblem[]>()
    const [reason, setReason] = useState("")
    const place = useRef<LinedTextPlace>(null)

    const reasons = stillWrong ?? of.reasons
    const lines = useMemo(() => fieldLines(text), [text])
    const audience = useMemo(() => audienceOf(asked), [asked])
    const reach = useAudienceReach(audience.value, audience.isKnown)
    const path = { params: { path: { id: of.id } } }

    const leave = async (said: string) => {
        void message.success(said)
        navigate("/operations/rejected")
        queries.removeQueries({ queryKey: ["get", "/api/rejected/{id}", path] })
        await Promise.all([
            queries.invalidateQueries({ queryKey: ["get", "/api/rejected"] }),
            queries.invalidateQueries({ queryKey: ["rejected-count"] }),
        ])
    }
    const resubmit = async () => {
        let held = false
        try {
            const { data } = await api.POST("/api/rejected/{id}/resubmit", { ...path, body: { payload: text } })
            held = data!.broadcast !== null
        } catch (why) {
            const { status, errors } = asProblem(why)
            if (status !== 422 || errors.length === 0) throw why
            // They are shown beside the text, where they can be corrected.
            setStillWrong(errors)
            return
        }
        await leave(held ? t.toBeApproved : t.resubmitted)
    }
    return (
        <Card
            size="small"
            className="rejected-card"
            title={<h2>{of.title || t.untitled}</h2>}
            extra={
                <Button icon={<ArrowLeftOutlined />} onClick={() => navigate("/operations/rejected")}>
                    {t.back}
                </Button>
            }
        >
            <p className="number">{t.at(format.moment(of.at), of.entry)}</p>
            {!of.is_whole && <Alert type="warning" showIcon message={t.cut} />}
            <div className="rejected-entry">
                <Form layout="vertical">
                    <Form.Item label={t.text} htmlFor="rejected-text">
                        <LinedText
                            id="rejected-text"
                            ref={place}
                            value={text}
                            onChange={setText}
                            readOnly={off !== undefined}
                            marked={reasons
                                .map((each) => lineOf(each.field, lines))
                                .filter((each) => each !== undefined)}
                        />
                    </Form.Item>
                </Form>
                <section aria-label={t.reasons}>
                    <h3>{t.reasons}</h3>
                    <div aria-live="polite">{stillWrong && <Alert type="error" showIcon message={t.still} />}</div>
                    <ul className="rejected-reasons">
                        {reasons.map((each) => {
                            const line = lineOf(each.field, lines)
                            return (
                                <li key={`${each.field} ${each.code}`}>
                                    {line !== undefined && (
                                        <Button
                                            type="link"
                                            size="small"
                                            aria-label={t.goTo(line, each.field)}
                                            onClick={() => place.current?.goTo(line)}
                                        >
                                            {t.line(line)}
                                        </Button>
                                    )}
                                    {each.field && <code>{each.field}</code>}
                                    <span>{each.text}</span>
                                </li>
                            )
                        })}
                    </ul>
                    <Flex gap="small" wrap>
                        <ConfirmedButton
                            label={t.resubmit}
                            icon={<SendOutlined />}
                            type="primary"
                            off={off ?? (of.is_whole ? undefined : t.cut)}
                            title={t.resubmitTitle}
                            verb={
                                reach.isSuccess
                                    ? t.resubmitVerb(format.count(reachableOf(reach.data)))
                                    : t.resubmitPlain
                            }
                            onOpen={() => setAsked(text)}
                            act={resubmit}
                        >
                            {audience.isKnown && !reach.error ? (
                                <>
                                    <p>{t.resubmitText}</p>
                                    <AudienceReach reach={reach} />
                                </>
                            ) : (
                                <p>{t.resubmitUnread}</p>
                            )}
                        </ConfirmedButton>
                        <ConfirmedButton
                            label={t.remove}
                            icon={<DeleteOutlined />}
                            danger
                            off={off}
                            title={t.removeTitle}
                            verb={t.removeVerb}
                            ready={reason.trim() !== ""}
                            act={async () => {
                                await api.DELETE("/api/rejected/{id}", { ...path, body: { reason: reason.trim() } })
                                await leave(t.removed)
                            }}
                        >
                            <p>{t.removeText}</p>
                            <Form layout="vertical">
                                <Form.Item label={t.reason} htmlFor="remove-reason" required>
                                    <Input
                                        id="remove-reason"
                                        maxLength={300}
                                        value={reason}
                                        onChange={(event) => setReason(event.target.value)}
                                    />
                                </Form.Item>
                            </Form>
                        </ConfirmedButton>
                    </Flex>
                </section>
            </div>
        </Card>
    )
}

function audienceOf(text: string | undefined): { isKnown: boolean; value?: unknown } {
    if (text === undefined) return { isKnown: false }
    try {
        const bulletin: unknown = JSON.parse(text)
        if (typeof bulletin !== "object" || bulletin === null) return { isKnown: false }
        return { isKnown: true, value: "audience" in bulletin ? bulletin.audience : undefined }
    } catch {
        return { isKnown: false }
    }
}
