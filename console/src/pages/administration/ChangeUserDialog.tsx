import { Alert, Form, Modal } from "antd"
import { useState } from "react"

import { $api, api } from "../../api/client"
import { asProblem } from "../../api/problem"
import { texts, useTexts } from "../../language/language"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useFocusBack } from "../../shown/use-focus-back"
import { useWords } from "../../shown/words"
import { etagOf, refreshUsers, type User } from "./user"
import { UserFields } from "./UserFields"

const said = texts({
    vi: {
        title: (name: string) => `Sửa người dùng ${name}`,
        save: "Lưu",
        cancel: "Thôi",
        sessions: "Đổi vai trò thì các phiên đăng nhập của người này kết thúc ngay.",
        changed: "Người khác vừa sửa người dùng này",
        now: (name: string, roles: string) =>
            `Hiện nay: ${name}; vai trò ${roles}. Những gì nhập ở đây vẫn còn: xem lại, rồi lưu lần nữa để ghi đè.`,
    },
    en: {
        title: (name: string) => `Change ${name}`,
        save: "Save",
        cancel: "Cancel",
        sessions: "Other roles end this person's sessions at once.",
        changed: "Somebody else has just changed this user",
        now: (name: string, roles: string) =>
            `Now: ${name}; roles ${roles}. What you typed is still here: look again, and save once more to write over it.`,
    },
})

type Values = Pick<User, "full_name" | "mailbox" | "roles">

export function ChangeUserDialog({ user, onClose }: { user: User; onClose(): void }) {
    const t = useTexts(said)
    useFocusBack()
    const words = useWords()
    const [form] = Form.useForm<Values>()
    /** As somebody else left it meanwhile. */
    const [newer, setNewer] = useState<User | null>(null)
    const change = $api.useMutation("patch", "/api/users/{id}", {
        onSuccess() {
            void refreshUsers()
            onClose()
        },
        async onError(why) {
            const problem = asProblem(why)
            form.setFields(problem.errors.map(({ field, text }) => ({ name: field as "mailbox", errors: [text] })))
            if (problem.status !== 412) return
            void refreshUsers()
            const { data } = await api.GET("/api/users/{id}", { params: { path: { id: user.id } } })
            setNewer(data!)
        },
    })
    const problem = change.error && asProblem(change.error)
    return (
        <Modal
            open
            title={t.title(user.name)}
            okText={t.save}
            cancelText={t.cancel}
            okButtonProps={{ loading: change.isPending }}
            onOk={form.submit}
            afterOpenChange={(open) => open && form.focusField("full_name")}
            onCancel={onClose}
            maskClosable={false}
        >
            <Form
                form={form}
                name="user"
                layout="vertical"
                requiredMark={false}
                initialValues={{ full_name: user.full_name, mailbox: user.mailbox, roles: user.roles }}
                onFinish={({ full_name, mailbox, roles }) =>
                    change.mutate({
                        params: { path: { id: user.id }, header: { "If-Match": etagOf(newer ?? user) } },
                        body: { full_name, mailbox: mailbox ?? "", roles },
                    })
                }
            >
                <UserFields />
                <p className="hint">{t.sessions}</p>
                {newer && problem?.status === 412 && (
                    <Alert
                        type="warning"
                        showIcon
                        role="alert"
                        message={t.changed}
                        description={t.now(
                            newer.full_name,
                            newer.roles.map((role) => words.userRole[role] ?? role).join(", "),
                        )}
                    />
                )}
                {problem && problem.status !== 412 && problem.errors.length === 0 && <ProblemAlert why={problem} />}
                {/* The button is outside of the form: so that Enter submits it. */}
                <button type="submit" hidden />
            </Form>
        </Modal>
    )
}
