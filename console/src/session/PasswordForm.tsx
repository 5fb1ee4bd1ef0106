import { CheckCircleFilled, MinusCircleOutlined } from "@ant-design/icons"
import { useMutation } from "@tanstack/react-query"
import { Button, Form, Input } from "antd"

import { api } from "../api/client"
import { asProblem } from "../api/problem"
import { texts, useTexts } from "../language/language"
import { ProblemAlert } from "../shown/ProblemAlert"
import { leastCharacters, passwordRules, type PasswordRule } from "./password-rules"
import { useSession, useSessionState } from "./session"

const said = texts({
    vi: {
        once: "Mật khẩu dùng một lần",
        current: "Mật khẩu đang dùng",
        fresh: "Mật khẩu mới",
        again: "Nhập lại mật khẩu mới",
        change: "Đổi mật khẩu",
        needed: "Mục này còn trống.",
        notMet: "Mật khẩu mới chưa đạt các yêu cầu bên dưới.",
        rules: "Yêu cầu đối với mật khẩu mới",
        met: "đạt",
        unmet: "chưa đạt",
        rule: {
            length: `Ít nhất ${leastCharacters} ký tự; ghép vài từ không liên quan là tốt nhất`,
            varied: "Có chữ, và ít nhất 5 ký tự khác nhau",
            name: "Không chứa tên đăng nhập",
            different: "Khác mật khẩu đang dùng",
            same: "Hai lần nhập giống nhau",
        } as Record<PasswordRule["rule"], string>,
    },
    en: {
        once: "One-time password",
        current: "Present password",
        fresh: "New password",
        again: "New password again",
        change: "Change the password",
        needed: "This is needed.",
        notMet: "The new password does not meet the rules below.",
        rules: "What the new password must be",
        met: "met",
        unmet: "not met",
        rule: {
            length: `At least ${leastCharacters} characters; several unrelated words are best`,
            varied: "With letters, and at least 5 different characters",
            name: "Without the user name",
            different: "Not the present password",
            same: "The same twice",
        } as Record<PasswordRule["rule"], string>,
    },
})

interface Values {
    current: string
    new: string
    again: string
}

/** Another password of one's own; the gateway starts another session with it. */
export function PasswordForm({ onChanged }: { onChanged?: () => void }) {
    const t = useTexts(said)
    const session = useSession()
    const { begin } = useSessionState()
    const [form] = Form.useForm<Values>()
    const typed = Form.useWatch([], form) as Values | undefined
    const rules = passwordRules(session.name, typed?.current ?? "", typed?.new ?? "", typed?.again ?? "")
    const change = useMutation({
        mutationFn: async ({ current, new: fresh }: Values) =>
            (await api.PUT("/api/session/password", { body: { current, new: fresh } })).data!,
        onSuccess(next) {
            form.resetFields()
            begin(next)
            onChanged?.()
        },
        onError(why) {
            const { errors } = asProblem(why)
            form.setFields(
                errors
                    .filter(({ field }) => field === "current" || field === "new")
                    .map(({ field, text }) => ({ name: field as "current" | "new", errors: [text] })),
            )
        },
    })
    const isShownAtField = asProblem(change.error).errors.length > 0
    const needed = { required: true, message: t.needed }
    return (
        <Form form={form} name="password" layout="vertical" requiredMark={false} onFinish={change.mutate}>
            {/* For the browser's store of passwords. */}
            <input type="hidden" name="username" autoComplete="username" value={session.name} readOnly />
            <div className="password-form">
                <div>
                    {" "}
                    <Form.Item
                        name="current"
                        label={session.must_change_password ? t.once : t.current}
                        rules={[needed]}
                    >
                        <Input.Password
                            autoComplete="current-password"
                            maxLength={256}
                            autoFocus={session.must_change_password}
                        />
                    </Form.Item>
                    <Form.Item
                        name="new"
                        label={t.fresh}
                        dependencies={["current", "again"]}
                        validateTrigger="onSubmit"
                        rules={[
                            needed,
                            {
                                validator: async (_, value: string) => {
                                    const all = form.getFieldsValue()
                                    if (
                                        value &&
                                        passwordRules(session.name, all.current, value, all.again).some((is) => !is.met)
                                    )
                                        throw new Error(t.notMet)
                                },
                            },
                        ]}
                    >
                        <Input.Password autoComplete="new-password" maxLength={256} aria-describedby="password-rules" />
                    </Form.Item>
                    <Form.Item name="again" label={t.again} rules={[needed]}>
                        <Input.Password autoComplete="new-password" maxLength={256} />
                    </Form.Item>
                </div>
                <ul id="password-rules" className="password-rules" aria-label={t.rules}>
                    {rules.map(({ rule, met }) => (
                        <li key={rule} data-met={met}>
                            {met ? <CheckCircleFilled aria-hidden /> : <MinusCircleOutlined aria-hidden />}
                            <span>
                                {t.rule[rule]}
                                <span className="only-heard">: {met ? t.met : t.unmet}</span>
                            </span>
                        </li>
                    ))}
                </ul>
            </div>
            {change.error && !isShownAtField && <ProblemAlert why={change.error} className="form-alert" />}
            <Button type="primary" htmlType="submit" loading={change.isPending}>
                {t.change}
            </Button>
        </Form>
    )
}
