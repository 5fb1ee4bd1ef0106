import { Card } from "antd"
import { lazy, Suspense } from "react"
import { useParams } from "react-router-dom"

import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useHasRole } from "../../session/session"
import { Loading } from "../../shown/Loading"
import { Parts } from "../../shown/Parts"
import "./administration.css"

const PeopleTab = lazy(() => import("./PeopleTab"))
const KeysTab = lazy(() => import("./KeysTab"))
const SignInsTab = lazy(() => import("./SignInsTab"))
const SettingsTab = lazy(() => import("./SettingsTab"))
const AuditTab = lazy(() => import("./AuditTab"))

const said = texts({
    vi: {
        title: "Quản trị",
        parts: "Các phần của quản trị",
        people: "Người dùng",
        keys: "Khóa API",
        "sign-ins": "Lượt đăng nhập",
        settings: "Cài đặt",
        audit: "Nhật ký",
    },
    en: {
        title: "Administration",
        parts: "Parts of administration",
        people: "People",
        keys: "API keys",
        "sign-ins": "Sign-ins",
        settings: "Settings",
        audit: "Audit log",
    },
})

const tabs = [
    { key: "people", page: <PeopleTab />, administrators: true },
    { key: "keys", page: <KeysTab />, administrators: true },
    { key: "sign-ins", page: <SignInsTab /> },
    { key: "settings", page: <SettingsTab /> },
    { key: "audit", page: <AuditTab /> },
] as const

export default function AdministrationPage() {
    const t = useTexts(said)
    const administers = useHasRole("administrator")
    const mine = tabs.filter((each) => administers || !("administrators" in each))
    const wanted = useParams().tab
    const current = mine.find(({ key }) => key === wanted) ?? mine[0]!
    return (
        <>
            <PageHeader title={t.title} />
            <Parts
                label={t.parts}
                current={current.key}
                items={mine.map(({ key }) => ({ key, label: t[key], path: `/administration/${key}` }))}
            />
            <Card key={current.key}>
                <Suspense fallback={<Loading />}>{current.page}</Suspense>
            </Card>
        </>
    )
}
