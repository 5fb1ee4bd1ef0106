import { Form, Input, Modal } from "antd"
import { useState } from "react"
import type { Editor } from "@tiptap/react"

import { texts, useTexts } from "../../../language/language"
import { linkAllowed, withScheme } from "../links"
import { useDialog } from "../use-dialog"

const said = texts({
    vi: {
        title: "Hình",
        url: "Địa chỉ của hình",
        alt: "Mô tả hình",
        about: "Đọc cho người không nhìn thấy hình; hiện thay hình khi hình không tải được.",
        put: "Đặt hình",
        cancel: "Thôi",
        needed: "Cần có địa chỉ.",
        altNeeded: "Cần có mô tả.",
        refused: (hosts: string) => `Hình phải nằm ở ${hosts} hoặc các trang con.`,
    },
    en: {
        title: "Image",
        url: "Address of the image",
        alt: "Description of the image",
        about: "Read to who cannot see it; shown where it cannot be loaded.",
        put: "Place the image",
        cancel: "Cancel",
        needed: "An address is needed.",
        altNeeded: "A description is needed.",
        refused: (hosts: string) => `The image must be at ${hosts} or below.`,
    },
})

interface Props {
    editor: Editor
    allowedHosts: string[]
    onClose(): void
}

export function ImageDialog({ editor, allowedHosts, onClose }: Props) {
    const t = useTexts(said)
    const { close, modal } = useDialog(onClose, () => editor.commands.focus())
    const before = editor.isActive("image") ? editor.getAttributes("image") : {}
    const [url, setUrl] = useState<string>(before.src ?? "")
    const [alt, setAlt] = useState<string>(before.alt ?? "")
    const [tried, setTried] = useState(false)
    const src = withScheme(url)
    const isWeb = src.startsWith("http")
    const wrongUrl = !src ? t.needed : isWeb && linkAllowed(src, allowedHosts) ? "" : t.refused(allowedHosts.join(", "))
    const wrongAlt = alt.trim() ? "" : t.altNeeded
    const put = () => {
        setTried(true)
        if (wrongUrl || wrongAlt) return
        editor.chain().focus().setImage({ src, alt: alt.trim() }).run()
        close()
    }
    return (
        <Modal {...modal} title={t.title} onOk={put} okText={t.put} cancelText={t.cancel}>
            <Form layout="vertical" onFinish={put}>
                <Form.Item
                    label={t.url}
                    htmlFor="image-url"
                    validateStatus={tried && wrongUrl ? "error" : ""}
                    help={tried && wrongUrl ? wrongUrl : undefined}
                >
                    <Input
                        id="image-url"
                        autoFocus
                        inputMode="url"
                        placeholder="https://"
                        value={url}
                        onChange={(event) => setUrl(event.target.value)}
                    />
                </Form.Item>
                <Form.Item
                    label={t.alt}
                    htmlFor="image-alt"
                    extra={t.about}
                    validateStatus={tried && wrongAlt ? "error" : ""}
                    help={tried && wrongAlt ? wrongAlt : undefined}
                >
                    <Input
                        id="image-alt"
                        value={alt}
                        maxLength={500}
                        onChange={(event) => setAlt(event.target.value)}
                    />
                </Form.Item>
                <button type="submit" hidden />
            </Form>
        </Modal>
    )
}
