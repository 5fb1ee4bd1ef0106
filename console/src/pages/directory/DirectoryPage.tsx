import { PageHeader } from "../../frame/PageHeader"

export default function DirectoryPage() {
    return <PageHeader title="Danh bạ" />
}
