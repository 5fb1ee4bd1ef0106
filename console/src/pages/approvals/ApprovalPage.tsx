import { PageHeader } from "../../frame/PageHeader"

export default function ApprovalPage() {
    return <PageHeader title="Duyệt" />
}
