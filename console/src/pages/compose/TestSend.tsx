import { SendOutlined } from "@ant-design/icons"
import { useMutation } from "@tanstack/react-query"
import { Button, List, Modal, Typography } from "antd"

import { api } from "../../api/client"
import type { operations } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"
import type { DraftSaver, Writing } from "./draft-saver"

type Result = operations["test_draft"]["responses"]["200"]["content"]["application/json"]["channels"][number]

const said = texts({
    vi: {
        send: "Gửi thử cho tôi",
        title: "Gửi thử",
        about: "Chỉ gửi cho hộp thư và tài khoản của chính mình, có chữ [THỬ] trước tiêu đề.",
        close: "Đóng",
        notSaved: "Bản nháp chưa lưu được nên chưa gửi thử.",
        outcome: {
            accepted: "Đã gửi",
            duplicate: "Đã gửi trước đó",
            rejected: "Bị từ chối",
            content_rejected: "Nội dung bị từ chối",
            transient: "Chưa gửi được, lỗi tạm thời",
            throttled: "Kênh đang giới hạn tốc độ, thử lại sau",
            unauthorized: "Kênh không nhận mã truy cập của Loa",
            unavailable: "Kênh đang không hoạt động",
            unknown: "Chưa rõ kết quả",
            no_address: "Không có địa chỉ của mình trong danh bạ của kênh này",
        } as Record<Result["outcome"], string>,
    },
    en: {
        send: "Send me a test",
        title: "Test",
        about: "Only to your own mailbox and account, with [THỬ] before the title.",
        close: "Close",
        notSaved: "The draft could not be saved, so no test was sent.",
        outcome: {
            accepted: "Sent",
            duplicate: "Sent before",
            rejected: "Rejected",
            content_rejected: "The content was rejected",
            transient: "Not sent, a passing trouble",
            throttled: "The channel limits the rate; try again later",
            unauthorized: "The channel does not take Loa's credentials",
            unavailable: "The channel is down",
            unknown: "Result unknown",
            no_address: "You have no address on this channel",
        } as Record<Result["outcome"], string>,
    },
})

/** Through the real channels to oneself, and how each of them took it. */
export function TestSend({ writing, saver }: { writing: Writing; saver: DraftSaver }) {
    const t = useTexts(said)
    const words = useWords()
    const send = useMutation({
        mutationFn: async () => {
            if (!(await saver.flush())) throw new Error(t.notSaved)
            return (await api.POST("/api/drafts/{id}/test", { params: { path: { id: writing.saved.id } } })).data!
                .channels
        },
    })
    return (
        <>
            <Button icon={<SendOutlined aria-hidden />} loading={send.isPending} onClick={() => send.mutate()}>
                {t.send}
            </Button>
            <Modal
                open={send.isSuccess || send.isError}
                title={t.title}
                onCancel={() => send.reset()}
                footer={<Button onClick={() => send.reset()}>{t.close}</Button>}
            >
                <Typography.Paragraph>{t.about}</Typography.Paragraph>
                <ProblemAlert why={send.error} />
                {send.data && (
                    <List
                        dataSource={send.data}
                        rowKey={(each) => each.channel}
                        renderItem={(each) => (
                            <List.Item className="test-outcome">
                                <List.Item.Meta
                                    title={words.channel[each.channel] ?? each.channel}
                                    description={each.address}
                                />
                                <div>
                                    <strong>{t.outcome[each.outcome]}</strong>
                                    {each.cause && <div>{each.cause}</div>}
                                </div>
                            </List.Item>
                        )}
                    />
                )}
            </Modal>
        </>
    )
}
