import { Tabs } from "antd"
import { useNavigate, useParams } from "react-router-dom"

import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useHasRole } from "../../session/session"
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

export default function OperationsPage() {
    const t = useTexts(said)
    const { tab = "channels" } = useParams()
    const navigate = useNavigate()
    const seesAll = useHasRole("operator", "administrator", "auditor")
    return (
        <>
            <PageHeader title={t.title} />
            <Tabs
                activeKey={tab}
                aria-label={t.parts}
                onChange={(key) => navigate(`/operations/${key}`)}
                destroyOnHidden
                items={[
                    { key: "channels", label: t.channels, children: <ChannelsTab /> },
                    { key: "troubles", label: t.troubles, children: <TroublesTab /> },
                    ...(seesAll
                        ? [
                              { key: "rejected", label: t.rejected, children: <RejectedTab /> },
                              { key: "system", label: t.system, children: <SystemTab /> },
                          ]
                        : []),
                ]}
            />
        </>
    )
}
