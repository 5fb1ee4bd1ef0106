import { PageHeader } from "../../frame/PageHeader"

export default function ComposePage() {
    return <PageHeader title="Soạn" />
}
