import { SendOutlined } from "@ant-design/icons"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"

import { api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { useFormat } from "../../shown/format"
import { AudienceReach, reachableOf, useAudienceReach } from "./AudienceReach"

const said = texts({
    vi: {
        release: "Cho gửi bản đính chính",
        title: "Cho gửi bản đính chính này?",
        text: "Bản trước đã gửi hoặc đang gửi. Nếu cho gửi, những người dưới đây nhận thêm bản này:",
        verb: (n: string) => `Cho gửi tới ${n} nơi nhận`,
    },
    en: {
        release: "Send the correction",
        title: "Send this correction?",
        text: "An earlier version was sent or is being sent. If this one goes out, these get it as well:",
        verb: (n: string) => `Send to ${n} destinations`,
    },
})

/** A held correction has no frozen audience yet: it is counted as planning would find it now. */
export function ReleaseButton({ id, off, act }: { id: number; off?: string; act(): Promise<unknown> }) {
    const t = useTexts(said)
    const format = useFormat()
    const [isOpen, setOpen] = useState(false)
    const content = useQuery({
        queryKey: ["get", "/api/broadcasts/{id}/content", id],
        enabled: isOpen,
        queryFn: async ({ signal }) =>
            (await api.GET("/api/broadcasts/{id}/content", { params: { path: { id } }, signal })).data as {
                audience?: unknown
            },
    })
    const reach = useAudienceReach(content.data?.audience, content.isSuccess)
    return (
        <ConfirmedButton
            label={t.release}
            icon={<SendOutlined />}
            type="primary"
            off={off}
            title={t.title}
            verb={t.verb(format.count(reachableOf(reach.data)))}
            ready={reach.isSuccess}
            act={act}
            onOpen={() => setOpen(true)}
        >
            <p>{t.text}</p>
            <AudienceReach reach={reach} />
        </ConfirmedButton>
    )
}
