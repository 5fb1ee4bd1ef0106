import {
    BoldOutlined,
    HighlightOutlined,
    ItalicOutlined,
    LineOutlined,
    LinkOutlined,
    OrderedListOutlined,
    PictureOutlined,
    RedoOutlined,
    StrikethroughOutlined,
    TableOutlined,
    UnderlineOutlined,
    UndoOutlined,
    UnorderedListOutlined,
} from "@ant-design/icons"
import { useEditorState, type Editor } from "@tiptap/react"
import { Button, Divider, Flex, Select } from "antd"
import { useState, type ReactNode } from "react"

import { texts, useTexts } from "../../../language/language"
import { ImageDialog } from "./ImageDialog"
import { LinkDialog } from "./LinkDialog"
import { TableTools } from "./TableTools"

const said = texts({
    vi: {
        toolbar: "Định dạng nội dung",
        kind: "Kiểu đoạn",
        paragraph: "Đoạn văn",
        heading2: "Tiêu đề lớn",
        heading3: "Tiêu đề vừa",
        heading4: "Tiêu đề nhỏ",
        quote: "Trích dẫn",
        pre: "Giữ nguyên dòng",
        bold: "Đậm",
        italic: "Nghiêng",
        underline: "Gạch chân",
        strike: "Gạch ngang",
        highlight: "Tô nền",
        subscript: "Chỉ số dưới",
        superscript: "Chỉ số trên",
        bullets: "Danh sách dấu đầu dòng",
        numbers: "Danh sách đánh số",
        rule: "Đường kẻ ngang",
        link: "Liên kết",
        image: "Hình",
        table: "Bảng",
        undo: "Hoàn tác",
        redo: "Làm lại",
    },
    en: {
        toolbar: "Format the text",
        kind: "Kind of paragraph",
        paragraph: "Paragraph",
        heading2: "Large heading",
        heading3: "Medium heading",
        heading4: "Small heading",
        quote: "Quotation",
        pre: "Keep the lines",
        bold: "Bold",
        italic: "Italic",
        underline: "Underlined",
        strike: "Struck through",
        highlight: "Highlighted",
        subscript: "Subscript",
        superscript: "Superscript",
        bullets: "Bulleted list",
        numbers: "Numbered list",
        rule: "Horizontal rule",
        link: "Link",
        image: "Image",
        table: "Table",
        undo: "Undo",
        redo: "Redo",
    },
})

type Kind = "paragraph" | "heading2" | "heading3" | "heading4" | "quote" | "pre"

export function Toolbar({ editor, allowedHosts }: { editor: Editor; allowedHosts: string[] }) {
    const t = useTexts(said)
    const [dialog, setDialog] = useState<"link" | "image" | null>(null)
    const now = useEditorState({
        editor,
        selector: ({ editor: of }) => ({
            kind: kindOf(of),
            bold: of.isActive("bold"),
            italic: of.isActive("italic"),
            underline: of.isActive("underline"),
            strike: of.isActive("strike"),
            highlight: of.isActive("highlight"),
            subscript: of.isActive("subscript"),
            superscript: of.isActive("superscript"),
            bullets: of.isActive("bulletList"),
            numbers: of.isActive("orderedList"),
            link: of.isActive("link"),
            table: of.isActive("table"),
            canUndo: of.can().undo(),
            canRedo: of.can().redo(),
        }),
    })
    const run = () => editor.chain().focus()
    const close = () => setDialog(null)
    const tool = (label: string, icon: ReactNode, act: () => void, isOn?: boolean, disabled = false) => (
        <Button
            type={isOn ? "primary" : "text"}
            ghost={isOn}
            icon={icon}
            size="small"
            title={label}
            aria-label={label}
            aria-pressed={isOn}
            disabled={disabled}
            onClick={act}
        />
    )
    return (
        <Flex role="toolbar" aria-label={t.toolbar} wrap gap={2} align="center" className="body-toolbar">
            <Select<Kind>
                size="small"
                aria-label={t.kind}
                value={now.kind}
                style={{ width: 132 }}
                onChange={(kind) => makeKind(editor, kind)}
                options={(["paragraph", "heading2", "heading3", "heading4", "quote", "pre"] as Kind[]).map((kind) => ({
                    value: kind,
                    label: t[kind],
                }))}
            />
            <Divider type="vertical" />
            {tool(t.bold, <BoldOutlined aria-hidden />, () => run().toggleBold().run(), now.bold)}
            {tool(t.italic, <ItalicOutlined aria-hidden />, () => run().toggleItalic().run(), now.italic)}
            {tool(t.underline, <UnderlineOutlined aria-hidden />, () => run().toggleUnderline().run(), now.underline)}
            {tool(t.strike, <StrikethroughOutlined aria-hidden />, () => run().toggleStrike().run(), now.strike)}
            {tool(t.highlight, <HighlightOutlined aria-hidden />, () => run().toggleHighlight().run(), now.highlight)}
            {tool(t.subscript, <span className="tool-subscript" />, () => run().toggleSubscript().run(), now.subscript)}
            {tool(
                t.superscript,
                <span className="tool-superscript" />,
                () => run().toggleSuperscript().run(),
                now.superscript,
            )}
            <Divider type="vertical" />
            {tool(t.bullets, <UnorderedListOutlined aria-hidden />, () => run().toggleBulletList().run(), now.bullets)}
            {tool(t.numbers, <OrderedListOutlined aria-hidden />, () => run().toggleOrderedList().run(), now.numbers)}
            {tool(t.rule, <LineOutlined aria-hidden />, () => run().setHorizontalRule().run())}
            <Divider type="vertical" />
            {tool(t.link, <LinkOutlined aria-hidden />, () => setDialog("link"), now.link)}
            {tool(t.image, <PictureOutlined aria-hidden />, () => setDialog("image"))}
            {tool(
                t.table,
                <TableOutlined aria-hidden />,
                () => run().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
                undefined,
                now.table,
            )}
            <Divider type="vertical" />
            {tool(t.undo, <UndoOutlined aria-hidden />, () => run().undo().run(), undefined, !now.canUndo)}
            {tool(t.redo, <RedoOutlined aria-hidden />, () => run().redo().run(), undefined, !now.canRedo)}
            {now.table && <TableTools editor={editor} />}
            {dialog === "link" && <LinkDialog editor={editor} allowedHosts={allowedHosts} onClose={close} />}
            {dialog === "image" && <ImageDialog editor={editor} allowedHosts={allowedHosts} onClose={close} />}
        </Flex>
    )
}

function kindOf(editor: Editor): Kind {
    if (editor.isActive("codeBlock")) return "pre"
    if (editor.isActive("blockquote")) return "quote"
    const level = ([2, 3, 4] as const).find((each) => editor.isActive("heading", { level: each }))
    return level ? `heading${level}` : "paragraph"
}

function makeKind(editor: Editor, kind: Kind) {
    const run = editor.chain().focus().clearNodes()
    if (kind === "quote") run.setBlockquote().run()
    else if (kind === "pre") run.setCodeBlock().run()
    else if (kind === "paragraph") run.setParagraph().run()
    else run.setHeading({ level: Number(kind.slice(-1)) as 2 | 3 | 4 }).run()
}
