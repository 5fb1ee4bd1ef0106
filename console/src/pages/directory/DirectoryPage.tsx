import { Card } from "antd"
import { lazy, Suspense } from "react"
import { useParams } from "react-router-dom"

import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useSession, type UserRole } from "../../session/session"
import { Loading } from "../../shown/Loading"
import { Parts } from "../../shown/Parts"
import "./directory.css"

const UnitsTab = lazy(() => import("./UnitsTab"))
const PeopleTab = lazy(() => import("./PeopleTab"))
const RefusalsTab = lazy(() => import("./RefusalsTab"))
const ImportsTab = lazy(() => import("./ImportsTab"))

const said = texts({
    vi: {
        title: "Danh bạ",
        parts: "Các phần của danh bạ",
        units: "Đơn vị",
        people: "Tra cứu người nhận",
        refusals: "Danh sách từ chối",
        imports: "Nhập danh bạ",
    },
    en: {
        title: "Directory",
        parts: "Parts of the directory",
        units: "Units",
        people: "Find a person",
        refusals: "Refusals",
        imports: "Import",
    },
})

// As the API has it.
const tabs: { key: "units" | "people" | "refusals" | "imports"; page: React.ReactNode; roles?: UserRole[] }[] = [
    { key: "units", page: <UnitsTab /> },
    { key: "people", page: <PeopleTab />, roles: ["operator", "administrator"] },
    { key: "refusals", page: <RefusalsTab />, roles: ["operator", "administrator", "auditor"] },
    { key: "imports", page: <ImportsTab />, roles: ["operator", "administrator", "auditor"] },
]

export default function DirectoryPage() {
    const t = useTexts(said)
    const { roles: mine } = useSession()
    const seen = tabs.filter(({ roles }) => !roles || mine.some((role) => roles.includes(role as UserRole)))
    const wanted = useParams().tab
    const current = seen.find(({ key }) => key === wanted) ?? seen[0]!
    return (
        <>
            <PageHeader title={t.title} />
            <Parts
                label={t.parts}
                current={current.key}
                items={seen.map(({ key }) => ({ key, label: t[key], path: `/directory/${key}` }))}
            />
            <Card key={current.key}>
                <Suspense fallback={<Loading />}>{current.page}</Suspense>
            </Card>
        </>
    )
}
