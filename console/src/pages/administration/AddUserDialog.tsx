import { Alert, Button, Form, Input, Modal, Radio } from "antd"
import { useState } from "react"

import { $api } from "../../api/client"
import { asProblem } from "../../api/problem"
import { texts, useTexts } from "../../language/language"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useFocusBack } from "../../shown/use-focus-back"
import { ShownOnce } from "../account/ShownOnce"
import { oneTimePassword, refreshUsers, type User } from "./user"
import { UserFields } from "./UserFields"

const said = texts({
    vi: {
        title: "Thêm người dùng",
        name: "Tên đăng nhập",
        nameAbout: "Ví dụ lan.nguyen. Không đổi được về sau.",
        nameRule: "Gồm 2 đến 64 chữ thường không dấu, số, dấu chấm, gạch ngang hoặc gạch dưới, bắt đầu bằng chữ.",
        way: "Cách đăng nhập",
        once: "Mật khẩu dùng một lần, do Loa sinh ra",
        provider: "Chỉ bằng tài khoản chung của Sở",
        add: "Thêm",
        cancel: "Thôi",
        made: (name: string) => `Đã thêm ${name}`,
        password: "Mật khẩu dùng một lần",
        handOver:
            "Mật khẩu chỉ hiện lần này. Đưa tận tay hoặc đọc qua điện thoại, không gửi qua thư; lần đăng nhập đầu phải đổi.",
        noPassword: "Người này đăng nhập được ngay bằng tài khoản chung của Sở.",
        close: "Đóng",
        needed: "Mục này còn trống.",
    },
    en: {
        title: "Add a user",
        name: "User name",
        nameAbout: "For instance lan.nguyen. It stays as it is.",
        nameRule: "2 to 64 lower case letters, digits, dots, hyphens or underscores, a letter first.",
        way: "Signs in by",
        once: "A one-time password that Loa makes",
        provider: "The Department's account only",
        add: "Add",
        cancel: "Cancel",
        made: (name: string) => `${name} was added`,
        password: "One-time password",
        handOver:
            "It is shown this once. Hand it over or read it out by telephone, do not mail it; it must be changed at the first sign-in.",
        noPassword: "This person can sign in with the Department's account at once.",
        close: "Close",
        needed: "This is needed.",
    },
})

interface Values extends Pick<User, "name" | "full_name" | "mailbox" | "roles"> {
    way: "once" | "provider"
}

export function AddUserDialog({ onClose }: { onClose(): void }) {
    const t = useTexts(said)
    useFocusBack()
    const [form] = Form.useForm<Values>()
    const [password] = useState(oneTimePassword)
    const ways = $api.useQuery("get", "/api/session/ways")
    const add = $api.useMutation("post", "/api/users", {
        onSuccess: () => void refreshUsers(),
        onError(why) {
            const problem = asProblem(why)
            if (problem.code === "name_taken") form.setFields([{ name: "name", errors: [problem.title] }])
            else form.setFields(problem.errors.map(({ field, text }) => ({ name: field as "name", errors: [text] })))
        },
    })
    if (add.data)
        return (
            <Modal
                open
                title={t.made(add.data.full_name)}
                closable={false}
                maskClosable={false}
                keyboard={false}
                footer={
                    <Button type="primary" onClick={onClose}>
                        {t.close}
                    </Button>
                }
            >
                {add.data.has_password ? (
                    <>
                        <p>
                            {t.name}: <strong>{add.data.name}</strong>
                        </p>
                        <ShownOnce label={t.password} text={password} />
                        <Alert type="warning" showIcon message={t.handOver} />
                    </>
                ) : (
                    <p>{t.noPassword}</p>
                )}
            </Modal>
        )
    const isShownAtField = asProblem(add.error).code === "name_taken" || asProblem(add.error).errors.length > 0
    return (
        <Modal
            open
            title={t.title}
            okText={t.add}
            cancelText={t.cancel}
            okButtonProps={{ loading: add.isPending }}
            onOk={form.submit}
            afterOpenChange={(open) => open && form.focusField("name")}
            onCancel={onClose}
            maskClosable={false}
        >
            <Form
                form={form}
                name="user"
                layout="vertical"
                requiredMark={false}
                initialValues={{ way: "once", mailbox: "", roles: [] }}
                onFinish={({ way, mailbox, ...who }) =>
                    add.mutate({
                        body: { ...who, mailbox: mailbox ?? "", ...(way === "once" ? { password } : {}) },
                    })
                }
            >
                <Form.Item
                    name="name"
                    label={t.name}
                    extra={t.nameAbout}
                    rules={[
                        { required: true, message: t.needed },
                        { pattern: /^[a-z][a-z0-9._-]{1,63}$/, message: t.nameRule },
                    ]}
                >
                    <Input maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} />
                </Form.Item>
                <UserFields />
                <Form.Item name="way" label={t.way} hidden={!ways.data?.oidc}>
                    <Radio.Group>
                        <Radio value="once">{t.once}</Radio>
                        <Radio value="provider">{t.provider}</Radio>
                    </Radio.Group>
                </Form.Item>
                {!isShownAtField && <ProblemAlert why={add.error} />}
                {/* The button is outside of the form: so that Enter submits it. */}
                <button type="submit" hidden />
            </Form>
        </Modal>
    )
}
