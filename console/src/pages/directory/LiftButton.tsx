import { Input } from "antd"
import { useId, useState } from "react"

import { api, queries } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { ConfirmedButton } from "../../shown/ConfirmedButton"

const said = texts({
    vi: {
        lift: "Gỡ",
        liftOf: (address: string) => `Gỡ ${address} khỏi danh sách từ chối`,
        ask: (address: string) => `Gỡ ${address} khỏi danh sách từ chối?`,
        what: "Địa chỉ này nhận các bản tin từ bây giờ, như mọi người khác. Chỉ gỡ khi chính người nhận đề nghị.",
        verb: "Gỡ khỏi danh sách",
        reason: "Lý do (ghi vào nhật ký)",
    },
    en: {
        lift: "Lift",
        liftOf: (address: string) => `Take ${address} off the list`,
        ask: (address: string) => `Take ${address} off the list?`,
        what: "From now on the address gets bulletins like all others. Only at the wish of the recipient.",
        verb: "Take it off the list",
        reason: "Reason (for the audit log)",
    },
})

export function LiftButton({ of }: { of: components["schemas"]["suppression"] }) {
    const t = useTexts(said)
    const id = useId()
    const [reason, setReason] = useState("")
    const lift = async () => {
        await api.DELETE("/api/suppressions/{id}", {
            params: { path: { id: of.id } },
            body: { reason: reason.trim() },
        })
        await queries.invalidateQueries({ queryKey: ["get", "/api/suppressions"] })
    }
    return (
        <ConfirmedButton
            size="small"
            label={t.lift}
            heard={t.liftOf(of.address)}
            title={t.ask(of.address)}
            verb={t.verb}
            ready={reason.trim() !== ""}
            act={lift}
            onOpen={() => setReason("")}
        >
            <p>{t.what}</p>
            <label htmlFor={id}>{t.reason}</label>
            <Input.TextArea
                id={id}
                value={reason}
                maxLength={300}
                rows={2}
                onChange={(event) => setReason(event.target.value)}
            />
        </ConfirmedButton>
    )
}
