import { Card } from "antd"
import { lazy, Suspense } from "react"
import { useNavigate, useParams } from "react-router-dom"

import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useSession, type UserRole } from "../../session/session"
import { Loading } from "../../shown/Loading"
import { PageTabs } from "../../shown/PageTabs"
import "./directory.css"

const UnitsTab = lazy(() => import("./UnitsTab"))
const PeopleTab = lazy(() => import("./PeopleTab"))
const RefusalsTab = lazy(() => import("./RefusalsTab"))
const ImportsTab = lazy(() => import("./ImportsTab"))

const said = texts({
    vi: {
        title: "Danh bạ",
        units: "Đơn vị",
        people: "Tra cứu người nhận",
        refusals: "Danh sách từ chối",
        imports: "Nhập danh bạ",
    },
    en: { title: "Directory", units: "Units", people: "Find a person", refusals: "Refusals", imports: "Import" },
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
    const navigate = useNavigate()
    const { roles: mine } = useSession()
    const seen = tabs.filter(({ roles }) => !roles || mine.some((role) => roles.includes(role as UserRole)))
    const wanted = useParams().tab
    const current = seen.find(({ key }) => key === wanted) ?? seen[0]!
    return (
        <>
            <PageHeader title={t.title} />
            <PageTabs
                label={t.title}
                active={current.key}
                onChange={(key) => navigate(`/directory/${key}`)}
                items={seen.map(({ key, page }) => ({
                    key,
                    label: t[key],
                    children: (
                        <Card>
                            <Suspense fallback={<Loading />}>{page}</Suspense>
                        </Card>
                    ),
                }))}
            />
        </>
    )
}
