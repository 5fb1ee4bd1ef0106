import { useMutation } from "@tanstack/react-query"
import { Alert, Button, Divider, Form, Input } from "antd"
import { useEffect, useRef, useState } from "react"

import { api } from "../api/client"
import { asProblem } from "../api/problem"
import { texts, useTexts } from "../language/language"
import { ProblemAlert } from "../shown/ProblemAlert"
import { rememberPath } from "./return-path"
import { useSessionState, type Ways } from "./session"

const said = texts({
    vi: {
        name: "Tên đăng nhập",
        password: "Mật khẩu",
        enter: "Đăng nhập",
        needed: "Mục này còn trống.",
        locked: "Đăng nhập sai nhiều lần liên tiếp nên phải chờ một lúc. Mật khẩu không bị đổi.",
        wait: (seconds: number) => `Thử lại sau ${seconds} giây`,
        or: "hoặc",
        provider: "Đăng nhập bằng tài khoản chung của Sở",
        otherWindow: "Mở cửa sổ mới; đăng nhập xong, quay lại đây để làm tiếp.",
        refused: {
            oidc_state: "Lần đăng nhập này đã quá hạn hoặc đã dùng rồi. Hãy đăng nhập lại từ đầu.",
            oidc_refused: "Hệ thống tài khoản chung không xác nhận lần đăng nhập này. Hãy thử lại.",
            oidc_no_name:
                "Hệ thống tài khoản chung không cho biết người đăng nhập là ai (thiếu tên, hoặc hộp thư chưa xác minh).",
            oidc_no_user: "Tài khoản chung đúng, nhưng chưa có người dùng tương ứng tại Loa. Hãy hỏi người quản trị.",
            oidc_inactive: "Người dùng đã bị khóa. Hãy hỏi người quản trị.",
        } as Record<string, string>,
        unavailable: "Chưa liên lạc được với hệ thống tài khoản chung. Hãy thử lại sau, hoặc dùng tên và mật khẩu.",
    },
    en: {
        name: "User name",
        password: "Password",
        enter: "Sign in",
        needed: "This is needed.",
        locked: "Several sign-ins in a row failed, so there is a wait. The password is as it was.",
        wait: (seconds: number) => `Try again in ${seconds} s`,
        or: "or",
        provider: "Sign in with the Department's account",
        otherWindow: "Opens a new window; when you are signed in, come back here and go on.",
        refused: {
            oidc_state: "This sign-in is too old, was used already, or began in another browser. Sign in again.",
            oidc_refused: "The Department's accounts do not confirm this sign-in. Try again.",
            oidc_no_name:
                "The Department's accounts do not say who you are (no name, or a mailbox that is not verified).",
            oidc_no_user: "Your account is good, but no user of Loa belongs to it. Ask the administrator.",
            oidc_inactive: "Your user is disabled. Ask the administrator.",
        } as Record<string, string>,
        unavailable: "The Department's accounts cannot be reached. Try again later, or use name and password.",
    },
})

interface Props {
    ways: Ways | undefined
    /** Who was signed in before. */
    name?: string
    /** The page below stays: signing in elsewhere must not lead away from it. */
    staysHere?: boolean
}

export function SignInForm({ ways, name, staysHere = false }: Props) {
    const t = useTexts(said)
    const { begin } = useSessionState()
    const [form] = Form.useForm<{ name: string; password: string }>()
    const [wait, startWait] = useCountdown()
    const enter = useMutation({
        mutationFn: async (body: { name: string; password: string }) =>
            (await api.POST("/api/session", { body })).data!,
        onSuccess: begin,
        onError(why) {
            const problem = asProblem(why)
            if (problem.status === 429) startWait(problem.wait)
            form.resetFields(["password"])
            form.focusField("password")
        },
    })
    const refusal = new URLSearchParams(location.search).get("sign_in_refused")
    const locked = enter.error && asProblem(enter.error).status === 429
    return (
        <>
            {refusal && (
                <Alert
                    type="error"
                    showIcon
                    role="alert"
                    message={t.refused[refusal] ?? t.unavailable}
                    className="sign-in-refused"
                />
            )}
            <Form
                form={form}
                name="sign-in"
                layout="vertical"
                requiredMark={false}
                initialValues={{ name }}
                onFinish={(values) => wait === 0 && enter.mutate(values)}
            >
                <Form.Item name="name" label={t.name} rules={[{ required: true, message: t.needed }]}>
                    <Input
                        autoComplete="username"
                        autoCapitalize="none"
                        spellCheck={false}
                        autoFocus={!name}
                        maxLength={64}
                    />
                </Form.Item>
                <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.needed }]}>
                    <Input.Password autoComplete="current-password" autoFocus={!!name} maxLength={256} />
                </Form.Item>
                {locked && wait > 0 ? (
                    <Alert type="warning" showIcon role="alert" message={t.locked} className="form-alert" />
                ) : (
                    !locked && enter.error && <ProblemAlert why={enter.error} className="form-alert" />
                )}
                <Button type="primary" htmlType="submit" block loading={enter.isPending} disabled={wait > 0}>
                    {wait > 0 ? t.wait(wait) : t.enter}
                </Button>
            </Form>
            {ways?.oidc && (
                <>
                    <Divider plain>{t.or}</Divider>
                    <Button
                        block
                        href="/api/session/oidc"
                        target={staysHere ? "_blank" : undefined}
                        onClick={() => !staysHere && rememberPath()}
                    >
                        {t.provider}
                    </Button>
                    {staysHere && <p className="hint">{t.otherWindow}</p>}
                </>
            )}
        </>
    )
}

/** Seconds that are left, counted down. */
function useCountdown(): [number, (seconds: number) => void] {
    const [left, setLeft] = useState(0)
    const until = useRef(0)
    const running = left > 0
    useEffect(() => {
        if (!running) return undefined
        const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until.current - Date.now()) / 1000))), 250)
        return () => clearInterval(timer)
    }, [running])
    return [
        left,
        (seconds) => {
            until.current = Date.now() + seconds * 1000
            setLeft(seconds)
        },
    ]
}
