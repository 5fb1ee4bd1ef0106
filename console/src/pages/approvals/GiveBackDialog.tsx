import { useMutation, useQueryClient } from "@tanstack/react-query"
import { App, Form, Input, Modal, Typography } from "antd"
import { useState } from "react"

import { api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import type { Broadcast } from "./use-submissions"
import { useDialog } from "../compose/use-dialog"

const said = texts({
    vi: {
        about: (people: string | null) =>
            `${people ? `Khoảng ${people} người sẽ không nhận được bản này` : "Bản này sẽ không được gửi"}; bản nháp mở lại cho người soạn, kèm ý kiến dưới đây.`,
        portal: "Bản tin đến từ cổng thông tin: đợt phát này bị hủy, muốn gửi thì phải đăng lại bản mới.",
        comment: "Ý kiến",
        hint: "Cần sửa gì, vì sao",
        needed: "Cần ghi ý kiến để người soạn biết phải sửa gì.",
        cancel: "Thôi",
        done: "Đã trả bản tin về cho người soạn.",
        title: (verb: string) => `${verb} bản tin?`,
        verb: (verb: string) => `${verb} bản tin`,
    },
    en: {
        about: (people: string | null) =>
            `${people ? `About ${people} people will not get it` : "It will not be sent"}; the draft is open again for its author, with this comment.`,
        portal: "It came from the portal: this broadcast is cancelled, and has to be published again to be sent.",
        comment: "Comment",
        hint: "What to change, and why",
        needed: "A comment is needed, so that the author knows what to change.",
        cancel: "Cancel",
        done: "Given back to its author.",
        title: (verb: string) => `${verb}?`,
        verb: (verb: string) => verb,
    },
})

interface Props {
    of: Broadcast
    verb: string
    people: number | undefined
    again(): Promise<void>
    onClose(): void
}

/** Returned, recalled or taken back: nothing of it is sent, and why is told. */
export function GiveBackDialog({ of, verb, people, again, onClose }: Props) {
    const { close, modal } = useDialog(onClose)
    const t = useTexts(said)
    const { count } = useFormat()
    const { message } = App.useApp()
    const queries = useQueryClient()
    const [comment, setComment] = useState("")
    const [tried, setTried] = useState(false)
    const isMissing = comment.trim() === ""
    const give = useMutation({
        mutationFn: async () =>
            await api.POST("/api/broadcasts/{id}/give-back", {
                params: { path: { id: of.id } },
                body: { comment: comment.trim() },
            }),
        onSuccess: async () => {
            void message.success(t.done)
            void queries.invalidateQueries({ queryKey: ["submissions"] })
            void queries.invalidateQueries({ queryKey: ["get", "/api/drafts"] })
            await again()
            close()
        },
    })
    return (
        <Modal
            {...modal}
            title={t.title(verb)}
            onOk={() => {
                setTried(true)
                if (!isMissing) give.mutate()
            }}
            okText={t.verb(verb)}
            okButtonProps={{ danger: true, loading: give.isPending }}
            cancelText={t.cancel}
        >
            <Typography.Paragraph>
                {of.source === "editor" ? t.about(people === undefined ? null : count(people)) : t.portal}
            </Typography.Paragraph>
            <Form layout="vertical" component="div">
                <Form.Item
                    label={t.comment}
                    htmlFor="give-back-comment"
                    validateStatus={tried && isMissing ? "error" : ""}
                    help={tried && isMissing ? t.needed : undefined}
                >
                    <Input.TextArea
                        id="give-back-comment"
                        autoFocus
                        rows={4}
                        maxLength={2000}
                        placeholder={t.hint}
                        value={comment}
                        onChange={(event) => setComment(event.target.value)}
                    />
                </Form.Item>
            </Form>
            <ProblemAlert why={give.error} />
        </Modal>
    )
}
