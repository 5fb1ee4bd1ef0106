import { PageHeader } from "../../frame/PageHeader"

export default function BroadcastPage() {
    return <PageHeader title="Đợt phát" />
}
