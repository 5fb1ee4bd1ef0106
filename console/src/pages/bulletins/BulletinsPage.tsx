import { PageHeader } from "../../frame/PageHeader"

export default function BulletinsPage() {
    return <PageHeader title="Bản tin" />
}
