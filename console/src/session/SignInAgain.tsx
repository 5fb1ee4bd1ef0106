import { Button, Modal } from "antd"
import { useEffect } from "react"
import { useNavigate } from "react-router-dom"

import { $api } from "../api/client"
import { texts, useTexts } from "../language/language"
import { PasswordForm } from "./PasswordForm"
import { useSession, useSessionState } from "./session"
import { SignInForm } from "./SignInForm"

const said = texts({
    vi: {
        title: "Phiên làm việc đã hết",
        text: "Đăng nhập lại để làm tiếp. Những gì đang nhập dở vẫn còn nguyên.",
        newPassword: "Người quản trị đã cấp mật khẩu dùng một lần. Đặt mật khẩu mới để làm tiếp.",
        leave: "Bỏ trang này",
    },
    en: {
        title: "The session is over",
        text: "Sign in again to go on. What you were typing is still there.",
        newPassword: "The administrator gave a one-time password. Choose another one to go on.",
        leave: "Leave this page",
    },
})

/** Over the page, which stays as it was. Another person who signs in here finds nothing of it. */
export default function SignInAgain() {
    const t = useTexts(said)
    const session = useSession()
    const { signOut, look } = useSessionState()
    const navigate = useNavigate()
    const ways = $api.useQuery("get", "/api/session/ways")
    useEffect(() => {
        // Signed in meanwhile in another window.
        const back = () => void (document.visibilityState === "visible" && look())
        document.addEventListener("visibilitychange", back)
        window.addEventListener("focus", back)
        return () => {
            document.removeEventListener("visibilitychange", back)
            window.removeEventListener("focus", back)
        }
    }, [look])
    const leave = async () => {
        await signOut()
        navigate("/")
    }
    return (
        <Modal
            open
            title={t.title}
            closable={false}
            maskClosable={false}
            keyboard={false}
            footer={null}
            width={420}
            afterOpenChange={(open) => open && document.getElementById("sign-in_password")?.focus()}
        >
            <p>{session.must_change_password ? t.newPassword : t.text}</p>
            {session.must_change_password ? (
                <PasswordForm />
            ) : (
                <SignInForm ways={ways.data} name={session.name} staysHere />
            )}
            <Button type="link" className="form-leave" onClick={() => void leave()}>
                {t.leave}
            </Button>
        </Modal>
    )
}
