import { Button, Form, Input, Modal } from "antd"
import { useState } from "react"
import type { Editor } from "@tiptap/react"

import { texts, useTexts } from "../../../language/language"
import { linkAllowed, withScheme } from "../links"
import { useDialog } from "../use-dialog"

const said = texts({
    vi: {
        title: "Liên kết",
        url: "Địa chỉ",
        words: "Chữ hiển thị",
        put: "Đặt liên kết",
        remove: "Bỏ liên kết",
        cancel: "Thôi",
        hosts: (hosts: string) => `Chỉ dẫn đến ${hosts} và các trang con; thư và số điện thoại cũng được.`,
        refused: (hosts: string) => `Địa chỉ này nằm ngoài danh sách cho phép (${hosts}), bản tin sẽ không gửi được.`,
        needed: "Cần có địa chỉ.",
    },
    en: {
        title: "Link",
        url: "Address",
        words: "Words shown",
        put: "Set the link",
        remove: "Remove the link",
        cancel: "Cancel",
        hosts: (hosts: string) => `Only to ${hosts} and below; mail and telephone numbers, too.`,
        refused: (hosts: string) =>
            `This address is outside of what is allowed (${hosts}): the bulletin could not be sent.`,
        needed: "An address is needed.",
    },
})

interface Props {
    editor: Editor
    allowedHosts: string[]
    onClose(): void
}

export function LinkDialog({ editor, allowedHosts, onClose }: Props) {
    const t = useTexts(said)
    const { close, modal } = useDialog(onClose, () => editor.commands.focus())
    const before = (editor.getAttributes("link").href as string | undefined) ?? ""
    const { from, to, empty } = editor.state.selection
    const needsWords = empty && !before
    const [url, setUrl] = useState(before)
    const [words, setWords] = useState(editor.state.doc.textBetween(from, to, " "))
    const [tried, setTried] = useState(false)
    const hosts = allowedHosts.join(", ")
    const target = withScheme(url)
    const wrong = !target ? t.needed : linkAllowed(target, allowedHosts) ? "" : t.refused(hosts)
    const put = () => {
        setTried(true)
        if (wrong) return
        if (needsWords)
            editor
                .chain()
                .focus()
                .insertContent({
                    type: "text",
                    text: words.trim() || target,
                    marks: [{ type: "link", attrs: { href: target } }],
                })
                .run()
        else editor.chain().focus().extendMarkRange("link").setLink({ href: target }).run()
        close()
    }
    return (
        <Modal
            {...modal}
            title={t.title}
            onOk={put}
            okText={t.put}
            cancelText={t.cancel}
            footer={(buttons) => (
                <>
                    {before && (
                        <Button
                            danger
                            onClick={() => {
                                editor.chain().focus().extendMarkRange("link").unsetLink().run()
                                close()
                            }}
                        >
                            {t.remove}
                        </Button>
                    )}
                    {buttons}
                </>
            )}
        >
            <Form layout="vertical" onFinish={put}>
                <Form.Item
                    label={t.url}
                    htmlFor="link-url"
                    extra={t.hosts(hosts)}
                    validateStatus={wrong && (tried || /\.\w{2,}/.test(url)) ? "error" : ""}
                    help={wrong && (tried || /\.\w{2,}/.test(url)) ? wrong : undefined}
                >
                    <Input
                        id="link-url"
                        autoFocus
                        inputMode="url"
                        value={url}
                        onChange={(event) => setUrl(event.target.value)}
                        placeholder="https://"
                    />
                </Form.Item>
                {needsWords && (
                    <Form.Item label={t.words} htmlFor="link-words">
                        <Input id="link-words" value={words} onChange={(event) => setWords(event.target.value)} />
                    </Form.Item>
                )}
                <button type="submit" hidden />
            </Form>
        </Modal>
    )
}
