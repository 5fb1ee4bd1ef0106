import { PageHeader } from "../../frame/PageHeader"

export default function AdministrationPage() {
    return <PageHeader title="Quản trị" />
}
