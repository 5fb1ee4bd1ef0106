import { PageHeader } from "../../frame/PageHeader"

export default function ReportPage() {
    return <PageHeader title="Báo cáo" />
}
