import { SendOutlined } from "@ant-design/icons"
import { useQuery } from "@tanstack/react-query"
import { Skeleton } from "antd"
import { useState } from "react"

import { api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"

const said = texts({
    vi: {
        release: "Cho gửi bản đính chính",
        title: "Cho gửi bản đính chính này?",
        text: "Bản trước đã gửi hoặc đang gửi. Nếu cho gửi, những người dưới đây nhận thêm bản này:",
        channel: (name: string, n: string) => `${name}: ${n} nơi nhận`,
        verb: (n: string) => `Cho gửi tới ${n} nơi nhận`,
    },
    en: {
        release: "Send the correction",
        title: "Send this correction?",
        text: "An earlier version was sent or is being sent. If this one goes out, these get it as well:",
        channel: (name: string, n: string) => `${name}: ${n} destinations`,
        verb: (n: string) => `Send to ${n} destinations`,
    },
})

/** A held correction has no audience yet: it is counted as planning would find it now. */
export function ReleaseButton({ id, off, act }: { id: number; off?: string; act(): Promise<unknown> }) {
    const t = useTexts(said)
    const format = useFormat()
    const words = useWords()
    const [isOpen, setOpen] = useState(false)
    const count = useQuery({
        queryKey: ["audience-of", id],
        enabled: isOpen,
        queryFn: async ({ signal }) => {
            const path = { params: { path: { id } }, signal }
            const content = (await api.GET("/api/broadcasts/{id}/content", path)).data as {
                audience?: components["schemas"]["audience"]
            }
            const body = content.audience ? { audience: content.audience } : {}
            return (await api.POST("/api/audience/count", { body, signal })).data!
        },
    })
    const people = count.data?.channels.reduce((sum, each) => sum + each.reachable, 0) ?? 0
    return (
        <ConfirmedButton
            label={t.release}
            icon={<SendOutlined />}
            type="primary"
            off={off}
            title={t.title}
            verb={t.verb(format.count(people))}
            ready={count.isSuccess}
            act={act}
            onOpen={() => setOpen(true)}
        >
            <p>{t.text}</p>
            <ProblemAlert why={count.error} again={() => void count.refetch()} />
            {count.isPending && <Skeleton active paragraph={{ rows: 2 }} title={false} />}
            <ul className="number">
                {count.data?.channels.map((each) => (
                    <li key={each.channel}>
                        {t.channel(words.channel[each.channel] ?? each.channel, format.count(each.reachable))}
                    </li>
                ))}
            </ul>
        </ConfirmedButton>
    )
}
