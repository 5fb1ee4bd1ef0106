import { PageHeader } from "../../frame/PageHeader"

export default function AccountPage() {
    return <PageHeader title="Tài khoản" />
}
