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
    const locked = enter.error && asProblem(enter.error).status === 429
    return (
        <>
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
