import { useMutation } from "@tanstack/react-query"
import { Button, Card, Flex, Form, Input } from "antd"

import { api } from "../../api/client"
import { Brand } from "../../frame/Brand"
import { texts, useTexts } from "../../language/language"
import { useSessionState } from "../../session/session"
import { ProblemAlert } from "../../shown/ProblemAlert"

const said = texts({
    vi: { title: "Đăng nhập", name: "Tên đăng nhập", password: "Mật khẩu", enter: "Đăng nhập" },
    en: { title: "Sign in", name: "User name", password: "Password", enter: "Sign in" },
})

export default function SignInPage() {
    const t = useTexts(said)
    const { begin } = useSessionState()
    const enter = useMutation({
        mutationFn: async (body: { name: string; password: string }) =>
            (await api.POST("/api/session", { body })).data!,
        onSuccess: begin,
    })
    return (
        <Flex justify="center" align="center" className="frame" role="main">
            <Card style={{ width: 380 }}>
                <Brand />
                <h1>{t.title}</h1>
                <Form layout="vertical" requiredMark={false} onFinish={(values) => enter.mutate(values)}>
                    <Form.Item name="name" label={t.name} rules={[{ required: true }]}>
                        <Input autoComplete="username" autoFocus />
                    </Form.Item>
                    <Form.Item name="password" label={t.password} rules={[{ required: true }]}>
                        <Input.Password autoComplete="current-password" />
                    </Form.Item>
                    <ProblemAlert why={enter.error} />
                    <Button type="primary" htmlType="submit" block loading={enter.isPending}>
                        {t.enter}
                    </Button>
                </Form>
            </Card>
        </Flex>
    )
}
