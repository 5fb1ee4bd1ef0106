import { PageHeader } from "../../frame/PageHeader"

export default function DraftsPage() {
    return <PageHeader title="Soạn" />
}
