import { Button, Card } from "antd"
import { useEffect } from "react"

import { texts, useTexts } from "../../language/language"
import { PasswordForm } from "../../session/PasswordForm"
import { useSession, useSessionState } from "../../session/session"
import { Entrance } from "./Entrance"

const said = texts({
    vi: {
        title: "Đặt mật khẩu của riêng mình",
        why: (name: string) =>
            `Xin chào ${name}. Mật khẩu vừa dùng do người quản trị cấp, chỉ dùng được một lần. Đặt mật khẩu mới rồi vào làm việc.`,
        leave: "Để sau, đăng xuất",
    },
    en: {
        title: "Choose a password of your own",
        why: (name: string) =>
            `Hello ${name}. The password you used was given by the administrator and is good for once. Choose another one, then go on.`,
        leave: "Later: sign out",
    },
})

export default function NewPasswordPage() {
    const t = useTexts(said)
    const session = useSession()
    const { signOut } = useSessionState()
    useEffect(() => {
        document.title = `${t.title} – Loa`
    }, [t])
    return (
        <Entrance>
            <Card>
                <h1>{t.title}</h1>
                <p>{t.why(session.full_name || session.name)}</p>
                <PasswordForm />
                <Button type="link" className="form-leave" onClick={() => void signOut()}>
                    {t.leave}
                </Button>
            </Card>
        </Entrance>
    )
}
