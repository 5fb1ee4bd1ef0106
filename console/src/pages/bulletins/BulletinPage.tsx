import { PageHeader } from "../../frame/PageHeader"

export default function BulletinPage() {
    return <PageHeader title="Bản tin" />
}
