import { App, Card, Descriptions } from "antd"

import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { PasswordForm } from "../../session/PasswordForm"
import { useSession } from "../../session/session"
import { useFormat } from "../../shown/format"
import { useWords } from "../../shown/words"
import { OwnKeys } from "./OwnKeys"
import "./account.css"

const said = texts({
    vi: {
        title: "Tài khoản của tôi",
        name: "Tên đăng nhập",
        fullName: "Họ và tên",
        roles: "Vai trò",
        until: "Phiên làm việc đến",
        untilAbout: "muộn hơn nếu vẫn đang dùng",
        password: "Đổi mật khẩu",
        others: "Đổi xong, mọi phiên đăng nhập khác của tài khoản này kết thúc.",
        changed: "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.",
        wrong: "Họ tên hoặc vai trò chưa đúng: báo cho người quản trị.",
    },
    en: {
        title: "My account",
        name: "User name",
        fullName: "Name",
        roles: "Roles",
        until: "Session until",
        untilAbout: "later if it is used",
        password: "Change the password",
        others: "All other sessions of this account end with it.",
        changed: "The password is changed. The other sessions are over.",
        wrong: "If the name or the roles are wrong, tell the administrator.",
    },
})

export default function AccountPage() {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const session = useSession()
    const { message } = App.useApp()
    return (
        <>
            <PageHeader title={t.title} />
            <div className="account-cards">
                <Card>
                    <Descriptions
                        column={1}
                        items={[
                            { key: "name", label: t.name, children: session.name },
                            { key: "full", label: t.fullName, children: session.full_name || "–" },
                            {
                                key: "roles",
                                label: t.roles,
                                children: session.roles.map((role) => words.userRole[role] ?? role).join(", "),
                            },
                            ...(session.expires
                                ? [
                                      {
                                          key: "until",
                                          label: t.until,
                                          children: `${format.moment(session.expires)} (${t.untilAbout})`,
                                      },
                                  ]
                                : []),
                        ]}
                    />
                    <p className="hint">{t.wrong}</p>
                </Card>
                <Card>
                    <h2>{t.password}</h2>
                    <PasswordForm onChanged={() => void message.success(t.changed)} />
                    <p className="hint">{t.others}</p>
                </Card>
                <Card className="account-keys">
                    <OwnKeys />
                </Card>
            </div>
        </>
    )
}
