import { Checkbox, Form, Input } from "antd"

import { texts, useTexts } from "../../language/language"
import { useWords } from "../../shown/words"
import { allRoles } from "./user"

const said = texts({
    vi: {
        fullName: "Họ và tên",
        mailbox: "Hộp thư",
        mailboxAbout: "Để nhận bản tin gửi thử; có thể bỏ trống.",
        notMailbox: "Không phải địa chỉ thư điện tử.",
        roles: "Vai trò",
        rolesRule: "Chọn ít nhất một vai trò.",
        needed: "Mục này còn trống.",
        may: {
            editor: "soạn bản tin và trình duyệt",
            approver: "duyệt bản tin do người khác trình",
            operator: "theo dõi, tạm dừng, gửi lại; xử lý bản tin bị từ chối tiếp nhận",
            administrator: "người dùng, khóa API, danh bạ, danh sách từ chối",
            auditor: "xem mọi thứ, kể cả nhật ký; không thay đổi được gì",
        } as Record<string, string>,
    },
    en: {
        fullName: "Name",
        mailbox: "Mailbox",
        mailboxAbout: "For test bulletins; may be empty.",
        notMailbox: "Is not a mailbox.",
        roles: "Roles",
        rolesRule: "Choose at least one.",
        needed: "This is needed.",
        may: {
            editor: "writes bulletins and submits them",
            approver: "approves what others submitted",
            operator: "watches, pauses, sends again; mends what could not be taken in",
            administrator: "users, API keys, the directory, refusals",
            auditor: "sees everything, the audit log included, and changes nothing",
        } as Record<string, string>,
    },
})

/** What is asked about a user both when he is made and when he is changed. */
export function UserFields() {
    const t = useTexts(said)
    const words = useWords()
    return (
        <>
            <Form.Item
                name="full_name"
                label={t.fullName}
                rules={[{ required: true, whitespace: true, message: t.needed }]}
            >
                <Input maxLength={200} autoComplete="off" />
            </Form.Item>
            <Form.Item
                name="mailbox"
                label={t.mailbox}
                extra={t.mailboxAbout}
                rules={[{ type: "email", message: t.notMailbox }]}
            >
                <Input maxLength={254} autoComplete="off" inputMode="email" />
            </Form.Item>
            <Form.Item name="roles" label={t.roles} rules={[{ type: "array", min: 1, message: t.rolesRule }]}>
                <Checkbox.Group className="role-choice">
                    {allRoles.map((role) => (
                        <Checkbox key={role} value={role}>
                            <strong>{words.userRole[role]}</strong>: {t.may[role]}
                        </Checkbox>
                    ))}
                </Checkbox.Group>
            </Form.Item>
        </>
    )
}
