import { Alert, Button, Modal } from "antd"
import { useState } from "react"

import { api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useSession } from "../../session/session"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { ShownOnce } from "../account/ShownOnce"
import { etagOf, oneTimePassword, refreshUsers, type User } from "./user"

const said = texts({
    vi: {
        reset: "Cấp lại mật khẩu",
        resetOf: (name: string) => `Cấp lại mật khẩu cho ${name}`,
        resetAsk: (name: string) => `Cấp mật khẩu dùng một lần cho ${name}?`,
        resetWhat:
            "Mật khẩu hiện nay không dùng được nữa, các phiên đăng nhập của người này kết thúc ngay. Lần đăng nhập tới phải đặt mật khẩu mới.",
        given: (name: string) => `Mật khẩu dùng một lần của ${name}`,
        password: "Mật khẩu dùng một lần",
        handOver: "Mật khẩu chỉ hiện lần này. Đưa tận tay hoặc đọc qua điện thoại, không gửi qua thư.",
        close: "Đóng",
        stop: "Ngừng",
        stopOf: (name: string) => `Ngừng tài khoản của ${name}`,
        stopAsk: (name: string) => `Ngừng tài khoản của ${name}?`,
        stopWhat:
            "Người này bị đăng xuất ngay, không đăng nhập được nữa, và các khóa API của người này hết tác dụng. Nhật ký và những gì đã làm vẫn còn; cho hoạt động lại được.",
        stopVerb: "Ngừng tài khoản",
        self: "Không tự ngừng tài khoản của chính mình.",
        start: "Cho hoạt động lại",
        startOf: (name: string) => `Cho ${name} hoạt động lại`,
        startAsk: (name: string) => `Cho ${name} hoạt động lại?`,
        startWhat: "Người này đăng nhập lại được với mật khẩu và vai trò như trước.",
    },
    en: {
        reset: "Reset the password",
        resetOf: (name: string) => `Reset the password of ${name}`,
        resetAsk: (name: string) => `Give ${name} a one-time password?`,
        resetWhat:
            "The present password is of no use any more, and this person's sessions end at once. A new one must be chosen at the next sign-in.",
        given: (name: string) => `One-time password of ${name}`,
        password: "One-time password",
        handOver: "It is shown this once. Hand it over or read it out by telephone, do not mail it.",
        close: "Close",
        stop: "Disable",
        stopOf: (name: string) => `Disable ${name}`,
        stopAsk: (name: string) => `Disable ${name}?`,
        stopWhat:
            "This person is signed out at once and cannot sign in any more, and the keys made by this person open nothing. What was done stays in the log; it can be enabled again.",
        stopVerb: "Disable",
        self: "Nobody disables himself.",
        start: "Enable",
        startOf: (name: string) => `Enable ${name}`,
        startAsk: (name: string) => `Enable ${name}?`,
        startWhat: "This person can sign in again, with the password and roles of before.",
    },
})

export function UserSteps({ user }: { user: User }) {
    const t = useTexts(said)
    const session = useSession()
    const [given, setGiven] = useState<string | null>(null)
    const name = user.full_name || user.name
    const setActive = async (active: boolean) => {
        await api.PATCH("/api/users/{id}", {
            params: { path: { id: user.id }, header: { "If-Match": etagOf(user) } },
            body: { active },
        })
        await refreshUsers()
    }
    const reset = async () => {
        const password = oneTimePassword()
        await api.POST("/api/users/{id}/password", { params: { path: { id: user.id } }, body: { password } })
        setGiven(password)
        await refreshUsers()
    }
    return (
        <>
            {user.active ? (
                <>
                    <ConfirmedButton
                        size="small"
                        label={t.reset}
                        heard={t.resetOf(name)}
                        title={t.resetAsk(name)}
                        verb={t.reset}
                        act={reset}
                    >
                        <p>{t.resetWhat}</p>
                    </ConfirmedButton>
                    <ConfirmedButton
                        size="small"
                        danger
                        off={user.name === session.name ? t.self : undefined}
                        label={t.stop}
                        heard={t.stopOf(name)}
                        title={t.stopAsk(name)}
                        verb={t.stopVerb}
                        act={() => setActive(false)}
                    >
                        <p>{t.stopWhat}</p>
                    </ConfirmedButton>
                </>
            ) : (
                <ConfirmedButton
                    size="small"
                    label={t.start}
                    heard={t.startOf(name)}
                    title={t.startAsk(name)}
                    verb={t.start}
                    act={() => setActive(true)}
                >
                    <p>{t.startWhat}</p>
                </ConfirmedButton>
            )}
            {given && (
                <Modal
                    open
                    title={t.given(name)}
                    closable={false}
                    maskClosable={false}
                    keyboard={false}
                    footer={
                        <Button type="primary" onClick={() => setGiven(null)}>
                            {t.close}
                        </Button>
                    }
                >
                    <ShownOnce label={t.password} text={given} />
                    <Alert type="warning" showIcon message={t.handOver} />
                </Modal>
            )}
        </>
    )
}
