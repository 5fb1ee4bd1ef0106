import { PageHeader } from "../../frame/PageHeader"

export default function OperationsPage() {
    return <PageHeader title="Vận hành" />
}
