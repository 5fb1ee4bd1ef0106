import { PageHeader } from "../../frame/PageHeader"

export default function ApprovalsPage() {
    return <PageHeader title="Duyệt" />
}
