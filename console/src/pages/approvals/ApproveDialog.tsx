import { useMutation, useQueryClient } from "@tanstack/react-query"
import { App, Modal, Typography } from "antd"

import { api } from "../../api/client"
import { asProblem } from "../../api/problem"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"
import type { Broadcast } from "./use-submissions"
import { settingWords, valueText } from "../administration/setting-words"
import { useDialog } from "../compose/use-dialog"
import { recallTime, useSettings } from "../compose/use-settings"

const said = texts({
    vi: {
        title: "Duyệt cho gửi?",
        about: (title: string, people: string, channels: string) =>
            `“${title}” sẽ được gửi cho khoảng ${people} người qua ${channels}.`,
        soon: "Bắt đầu ngay sau thời gian chờ thu hồi. Trong thời gian đó vẫn thu hồi được.",
        soonAfter: (time: string) => `Bắt đầu gửi sau ${time}. Trong thời gian đó vẫn thu hồi được.`,
        at: (at: string) => `Bắt đầu lúc ${at}. Trước giờ đó vẫn thu hồi được.`,
        verb: (people: string) => `Duyệt gửi cho khoảng ${people} người`,
        cancel: "Xem lại đã",
        done: "Đã duyệt.",
    },
    en: {
        title: "Approve it?",
        about: (title: string, people: string, channels: string) =>
            `“${title}” will be sent to about ${people} people by ${channels}.`,
        soon: "It starts right after the time for a recall; until then it can be recalled.",
        soonAfter: (time: string) => `It starts in ${time}; until then it can be recalled.`,
        at: (at: string) => `It starts at ${at}; until then it can be recalled.`,
        verb: (people: string) => `Approve, for about ${people} people`,
        cancel: "Not yet",
        done: "Approved.",
    },
})

interface Props {
    of: Broadcast
    seen: string
    people: number
    again(): Promise<void>
    onClose(): void
}

/** Approves what was on the page, by its hash: the gateway refuses anything else. */
export function ApproveDialog({ of, seen, people, again, onClose }: Props) {
    const { close, modal } = useDialog(onClose)
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const { count, moment } = format
    const recall = recallTime(useSettings().data)
    const settingText = useTexts(settingWords)
    const { message } = App.useApp()
    const queries = useQueryClient()
    const approve = useMutation({
        mutationFn: async () =>
            await api.POST("/api/broadcasts/{id}/approve", {
                params: { path: { id: of.id } },
                body: { hash: seen },
            }),
        onSuccess: async () => {
            void message.success(t.done)
            void queries.invalidateQueries({ queryKey: ["submissions"] })
            await again()
            close()
        },
        onError: async (why) => {
            // The page says itself that it is another one now.
            if (asProblem(why).status !== 409) return
            await again()
            close()
            void message.warning(asProblem(why).title)
        },
    })
    return (
        <Modal
            {...modal}
            title={t.title}
            onOk={() => approve.mutate()}
            okText={t.verb(count(people))}
            okButtonProps={{ loading: approve.isPending }}
            cancelText={t.cancel}
        >
            <Typography.Paragraph>
                {t.about(
                    of.title,
                    count(people),
                    of.channels.map((each) => words.channel[each.channel] ?? each.channel).join(", "),
                )}
            </Typography.Paragraph>
            <Typography.Paragraph>
                {of.start_at && Date.parse(of.start_at) > Date.now()
                    ? t.at(moment(of.start_at))
                    : recall
                      ? t.soonAfter(valueText("api.recall_time", recall, settingText, format))
                      : t.soon}
            </Typography.Paragraph>
            {!approve.isPending && <ProblemAlert why={approve.error} />}
        </Modal>
    )
}
