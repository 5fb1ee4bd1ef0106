import { PageHeader } from "../../frame/PageHeader"

export default function OverviewPage() {
    return <PageHeader title="Tổng quan" />
}
