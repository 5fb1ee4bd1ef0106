import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Alert, App, Button, Descriptions, Flex, Modal } from "antd"
import { useState } from "react"
import { useNavigate } from "react-router-dom"

import { api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"
import { CountTable } from "./audience/CountTable"
import { useAudienceCount } from "./audience/use-audience-count"
import type { Finding } from "./checks"
import { mostPeople } from "./content"
import type { DraftSaver, Writing } from "./draft-saver"
import { useDialog } from "./use-dialog"

const said = texts({
    vi: {
        submit: "Trình duyệt",
        title: "Trình duyệt bản tin này?",
        about: "Người duyệt sẽ thấy đúng nội dung, đối tượng nhận và giờ gửi này. Chưa có gì được gửi trước khi có người duyệt; trong lúc chờ vẫn lấy lại được.",
        verb: (people: string) => `Trình duyệt để gửi cho khoảng ${people} người`,
        counting: "Đang đếm người nhận",
        cancel: "Xem lại đã",
        bulletin: "Bản tin",
        when: "Khi nào",
        soon: "Ngay khi được duyệt",
        urgency: "Mức độ",
        look: "Nên xem lại trước khi trình:",
        nobody: "Không có ai nhận được bản tin này: hãy xem lại đối tượng nhận.",
        done: "Đã trình duyệt.",
    },
    en: {
        submit: "Submit",
        title: "Submit this bulletin for approval?",
        about: "Who approves sees exactly this content, audience and hour. Nothing is sent before; until then it can be taken back.",
        verb: (people: string) => `Submit, for about ${people} people`,
        counting: "Counting the recipients",
        cancel: "Not yet",
        bulletin: "Bulletin",
        when: "When",
        soon: "As soon as it is approved",
        urgency: "Urgency",
        look: "Worth a second look before:",
        nobody: "Nobody can get this bulletin: look at the audience again.",
        done: "Submitted.",
    },
})

interface Props {
    writing: Writing
    saver: DraftSaver
    warnings: Finding[]
    /** Whether what is saved can be submitted; else it shows why. */
    isReady(): Promise<boolean>
}

export function Submit({ writing, saver, warnings, isReady }: Props) {
    const t = useTexts(said)
    const [open, setOpen] = useState(false)
    const look = useMutation({
        mutationFn: isReady,
        onSuccess: (ready) => setOpen(ready),
    })
    return (
        <>
            <Button type="primary" loading={look.isPending} onClick={() => look.mutate()}>
                {t.submit}
            </Button>
            {open && <Dialog writing={writing} saver={saver} warnings={warnings} onClose={() => setOpen(false)} />}
        </>
    )
}

function Dialog({ writing, saver, warnings, onClose }: Omit<Props, "isReady"> & { onClose(): void }) {
    const { modal } = useDialog(onClose)
    const t = useTexts(said)
    const words = useWords()
    const { count, moment } = useFormat()
    const { message } = App.useApp()
    const navigate = useNavigate()
    const queries = useQueryClient()
    const { content, start_at, saved } = writing
    const counts = useAudienceCount(content.audience, content.channels)
    const people = mostPeople(counts.data)
    const reachable = Math.max(0, ...(counts.data ?? []).map((each) => each.reachable))
    const submit = useMutation({
        mutationFn: async () => {
            await saver.flush()
            const { revision } = saver.read().saved
            return (
                await api.POST("/api/drafts/{id}/submit", {
                    params: { path: { id: saved.id }, header: { "If-Match": `"${revision}"` } },
                })
            ).data!
        },
        onSuccess: (draft) => {
            void message.success(t.done)
            queries.removeQueries({ queryKey: ["get", "/api/drafts/{id}"] })
            void queries.invalidateQueries({ queryKey: ["get", "/api/drafts"] })
            navigate(`/approvals/${draft.broadcast}`)
        },
    })
    return (
        <Modal
            {...modal}
            width={640}
            title={t.title}
            onOk={() => submit.mutate()}
            okText={counts.isSuccess ? t.verb(count(people)) : t.counting}
            okButtonProps={{ disabled: !counts.isSuccess || reachable === 0, loading: submit.isPending }}
            cancelText={t.cancel}
        >
            <Flex vertical gap={12}>
                <div>{t.about}</div>
                <Descriptions
                    size="small"
                    column={1}
                    bordered
                    styles={{ label: { width: 120 } }}
                    items={[
                        { key: "title", label: t.bulletin, children: <strong>{content.title}</strong> },
                        { key: "when", label: t.when, children: start_at ? moment(start_at) : t.soon },
                        { key: "urgency", label: t.urgency, children: words.urgency[content.urgency ?? "normal"] },
                    ]}
                />
                {counts.data && <CountTable counts={counts.data} withUnits />}
                {counts.isSuccess && reachable === 0 && <Alert type="error" showIcon message={t.nobody} />}
                {warnings.length > 0 && (
                    <Alert
                        type="warning"
                        showIcon
                        message={t.look}
                        description={
                            <ul>
                                {warnings.map((each) => (
                                    <li key={each.text}>{each.text}</li>
                                ))}
                            </ul>
                        }
                    />
                )}
                <ProblemAlert
                    why={counts.error ?? submit.error}
                    again={counts.error ? () => void counts.refetch() : undefined}
                />
            </Flex>
        </Modal>
    )
}
