import { App, Form, Input, Modal, Radio } from "antd"

import { $api, queries } from "../../api/client"
import { asProblem } from "../../api/problem"
import { texts, useTexts } from "../../language/language"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useFocusBack } from "../../shown/use-focus-back"
import { contactWords } from "./contact-words"

const said = texts({
    vi: {
        title: "Thêm vào danh sách từ chối",
        what: "Từ lúc này địa chỉ không nhận bản tin nào nữa, kể cả bản tin đang gửi mà chưa đến lượt, cho đến khi được gỡ.",
        contact: "Loại địa chỉ",
        address: "Địa chỉ",
        reason: "Lý do",
        reasonAbout: "Ai yêu cầu, khi nào, bằng cách nào. Lý do được ghi vào nhật ký.",
        add: "Không gửi nữa",
        cancel: "Thôi",
        done: "Đã thêm vào danh sách từ chối.",
        needed: "Mục này còn trống.",
        notMailbox: "Không phải địa chỉ thư điện tử.",
    },
    en: {
        title: "Add to the refusals",
        what: "From now on the address gets no bulletin, not even the rest of what is being sent, until it is lifted.",
        contact: "Kind",
        address: "Address",
        reason: "Reason",
        reasonAbout: "Who asked, when and how. It goes into the audit log.",
        add: "Send nothing more",
        cancel: "Cancel",
        done: "It is on the list.",
        needed: "This is needed.",
        notMailbox: "Is not a mailbox.",
    },
})

interface Values {
    contact: "account" | "mailbox"
    address: string
    reason: string
}

export function AddRefusalDialog({ onClose }: { onClose(): void }) {
    const t = useTexts(said)
    useFocusBack()
    const contacts = useTexts(contactWords)
    const { message } = App.useApp()
    const [form] = Form.useForm<Values>()
    const contact = Form.useWatch("contact", form)
    const add = $api.useMutation("post", "/api/suppressions", {
        onSuccess() {
            void queries.invalidateQueries({ queryKey: ["get", "/api/suppressions"] })
            void message.success(t.done)
            onClose()
        },
        onError(why) {
            form.setFields(
                asProblem(why).errors.map(({ field, text }) => ({ name: field as "address", errors: [text] })),
            )
        },
    })
    const needed = { required: true, whitespace: true, message: t.needed }
    return (
        <Modal
            open
            title={t.title}
            okText={t.add}
            cancelText={t.cancel}
            okButtonProps={{ loading: add.isPending, danger: true }}
            onOk={form.submit}
            afterOpenChange={(open) => open && form.focusField("address")}
            onCancel={onClose}
            maskClosable={false}
        >
            <p>{t.what}</p>
            <Form
                form={form}
                name="refusal"
                layout="vertical"
                requiredMark={false}
                initialValues={{ contact: "mailbox" }}
                onFinish={({ contact: kind, address, reason }) =>
                    add.mutate({ body: { contact: kind, address: address.trim(), reason: reason.trim() } })
                }
            >
                <Form.Item name="contact" label={t.contact}>
                    <Radio.Group
                        options={[
                            { value: "mailbox", label: contacts.mailbox },
                            { value: "account", label: contacts.account },
                        ]}
                    />
                </Form.Item>
                <Form.Item
                    name="address"
                    label={t.address}
                    rules={[needed, ...(contact === "mailbox" ? [{ pattern: /@/, message: t.notMailbox }] : [])]}
                >
                    <Input maxLength={320} autoComplete="off" spellCheck={false} />
                </Form.Item>
                <Form.Item name="reason" label={t.reason} extra={t.reasonAbout} rules={[needed]}>
                    <Input.TextArea maxLength={300} rows={2} />
                </Form.Item>
                {asProblem(add.error).errors.length === 0 && <ProblemAlert why={add.error} />}
                {/* The button is outside of the form: so that Enter submits it. */}
                <button type="submit" hidden />
            </Form>
        </Modal>
    )
}
