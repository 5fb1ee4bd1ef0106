import { Alert, Button, Checkbox, Form, Input, Modal, Select } from "antd"

import { $api, queries } from "../../api/client"
import { asProblem } from "../../api/problem"
import { texts, useTexts } from "../../language/language"
import { useSession, type UserRole } from "../../session/session"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useFocusBack } from "../../shown/use-focus-back"
import { useWords } from "../../shown/words"
import { ShownOnce } from "./ShownOnce"

const said = texts({
    vi: {
        title: "Tạo khóa API",
        name: "Tên khóa",
        nameAbout: "Cho biết chương trình nào dùng, ví dụ cong-thong-tin.",
        nameRule: "Gồm chữ thường không dấu, số, dấu chấm, gạch ngang hoặc gạch dưới.",
        roles: "Quyền của khóa",
        rolesAbout: "Chỉ chọn những quyền mà chương trình cần.",
        rolesRule: "Chọn ít nhất một quyền.",
        life: "Thời hạn",
        days: (count: number, until: string) => `${count} ngày, đến ${until}`,
        add: "Tạo khóa",
        cancel: "Thôi",
        ready: (name: string) => `Khóa ${name}`,
        once: "Khóa chỉ hiện lần này. Sao chép vào nơi cất giữ của chương trình rồi hãy đóng.",
        key: "Khóa API",
        close: "Đã cất giữ, đóng",
        needed: "Mục này còn trống.",
    },
    en: {
        title: "Make an API key",
        name: "Name of the key",
        nameAbout: "Says which program uses it, e.g. portal.",
        nameRule: "Lower case letters, digits, dots, hyphens or underscores.",
        roles: "Roles of the key",
        rolesAbout: "Only those that the program needs.",
        rolesRule: "Choose at least one.",
        life: "Good for",
        days: (count: number, until: string) => `${count} days, until ${until}`,
        add: "Make the key",
        cancel: "Cancel",
        ready: (name: string) => `The key ${name}`,
        once: "It is shown this once. Copy it to where the program keeps it, then close.",
        key: "API key",
        close: "It is kept: close",
        needed: "This is needed.",
    },
})

const lives = [30, 90, 180, 365]

interface Values {
    name: string
    roles: UserRole[]
    days: number
}

export function NewKeyDialog({ onClose }: { onClose(): void }) {
    const t = useTexts(said)
    useFocusBack()
    const words = useWords()
    const format = useFormat()
    const session = useSession()
    const [form] = Form.useForm<Values>()
    const add = $api.useMutation("post", "/api/keys", {
        onSuccess: () => void queries.invalidateQueries({ queryKey: ["get", "/api/keys"] }),
        onError(why) {
            const taken = asProblem(why)
            if (taken.code === "name_taken") form.setFields([{ name: "name", errors: [taken.title] }])
        },
    })
    const until = (days: number) => new Date(Date.now() + days * 86_400_000)
    if (add.data)
        return (
            <Modal
                open
                title={t.ready(add.data.name)}
                closable={false}
                maskClosable={false}
                keyboard={false}
                footer={
                    <Button type="primary" onClick={onClose}>
                        {t.close}
                    </Button>
                }
            >
                <ShownOnce label={t.key} text={add.data.key} />
                <Alert type="warning" showIcon message={t.once} />
            </Modal>
        )
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
        >
            <Form
                form={form}
                name="new-key"
                layout="vertical"
                requiredMark={false}
                initialValues={{ roles: session.roles.length === 1 ? session.roles : [], days: 180 }}
                onFinish={({ name, roles, days }) =>
                    add.mutate({ body: { name, roles, expires: until(days).toISOString() } })
                }
            >
                <Form.Item
                    name="name"
                    label={t.name}
                    extra={t.nameAbout}
                    rules={[
                        { required: true, message: t.needed },
                        { pattern: /^[a-z0-9._-]+$/, message: t.nameRule },
                    ]}
                >
                    <Input maxLength={64} autoComplete="off" spellCheck={false} />
                </Form.Item>
                <Form.Item
                    name="roles"
                    label={t.roles}
                    extra={t.rolesAbout}
                    rules={[{ type: "array", min: 1, message: t.rolesRule }]}
                >
                    <Checkbox.Group
                        options={session.roles.map((role) => ({ value: role, label: words.userRole[role] ?? role }))}
                    />
                </Form.Item>
                <Form.Item name="days" label={t.life}>
                    <Select
                        options={lives.map((days) => ({ value: days, label: t.days(days, format.day(until(days))) }))}
                    />
                </Form.Item>
                {asProblem(add.error).code !== "name_taken" && <ProblemAlert why={add.error} />}
                {/* The button is outside of the form: so that Enter submits it. */}
                <button type="submit" hidden />
            </Form>
        </Modal>
    )
}
