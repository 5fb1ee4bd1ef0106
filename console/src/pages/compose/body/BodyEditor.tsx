import { EditorContent, useEditor } from "@tiptap/react"
import { useEffect, useRef } from "react"

import { cspNonce } from "../../../theme/theme"
import { extensions } from "./extensions"
import { cleaned } from "./from-word"
import { Toolbar } from "./Toolbar"

interface Props {
    label: string
    html: string
    /** Another one: the content comes from elsewhere, and what is shown gives way to it. */
    replaced: number
    allowedHosts: string[]
    describedBy?: string
    onChange(html: string): void
}

// The editor keeps one to type in below a table.
const withoutLastEmpty = (html: string) => html.replace(/(<p><\/p>)+$/, "")

/** The body, in a rich-text editor that can only make what is sent. */
export function BodyEditor({ label, html, replaced, allowedHosts, describedBy, onChange }: Props) {
    const editor = useEditor({
        extensions,
        content: html,
        injectNonce: cspNonce(),
        shouldRerenderOnTransaction: false,
        editorProps: {
            attributes: {
                role: "textbox",
                "aria-multiline": "true",
                "aria-label": label,
                class: "body-text",
                ...(describedBy ? { "aria-describedby": describedBy } : {}),
            },
            transformPastedHTML: cleaned,
        },
        onUpdate: ({ editor: of }) => onChange(of.isEmpty ? "" : withoutLastEmpty(of.getHTML())),
    })
    const shown = useRef(replaced)
    useEffect(() => {
        if (!editor || shown.current === replaced) return
        shown.current = replaced
        editor.commands.setContent(html, { emitUpdate: false })
    }, [editor, html, replaced])
    if (!editor) return null
    return (
        <div className="body-editor">
            <Toolbar editor={editor} allowedHosts={allowedHosts} />
            <EditorContent editor={editor} />
        </div>
    )
}
