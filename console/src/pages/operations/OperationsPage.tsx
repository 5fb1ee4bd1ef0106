import { useParams } from "react-router-dom"

import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useHasRole } from "../../session/session"
import { Parts } from "../../shown/Parts"
import { ChannelsTab } from "./ChannelsTab"
import { RejectedTab } from "./RejectedTab"
import { SystemTab } from "./SystemTab"
import { TroublesTab } from "./TroublesTab"
import "./operations.css"

const said = texts({
    vi: {
        title: "Vận hành",
        parts: "Các phần của vận hành",
        channels: "Kênh",
        troubles: "Trục trặc",
        rejected: "Bản tin không nhận được",
        system: "Hệ thống",
    },
    en: {
        title: "Operations",
        parts: "Parts of operations",
        channels: "Channels",
        troubles: "Troubles",
        rejected: "Rejected bulletins",
        system: "System",
    },
})

const parts = [
    { key: "channels", page: <ChannelsTab /> },
    { key: "troubles", page: <TroublesTab /> },
    { key: "rejected", page: <RejectedTab />, isClosed: true },
    { key: "system", page: <SystemTab />, isClosed: true },
] as const

export default function OperationsPage() {
    const t = useTexts(said)
    const { tab } = useParams()
    const seesAll = useHasRole("operator", "administrator", "auditor")
    const mine = parts.filter((each) => seesAll || !("isClosed" in each))
    const current = mine.find(({ key }) => key === tab) ?? mine[0]!
    return (
        <>
            <PageHeader title={t.title} />
            <Parts
                label={t.parts}
                current={current.key}
                items={mine.map(({ key }) => ({ key, label: t[key], path: `/operations/${key}` }))}
            />
            {current.page}
        </>
    )
}
