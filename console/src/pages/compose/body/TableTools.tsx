import type { Editor } from "@tiptap/react"
import { Button, Flex } from "antd"

import { texts, useTexts } from "../../../language/language"

const said = texts({
    vi: {
        addRow: "Thêm dòng",
        addColumn: "Thêm cột",
        removeRow: "Bỏ dòng",
        removeColumn: "Bỏ cột",
        header: "Dòng đầu là tiêu đề",
        remove: "Bỏ bảng",
    },
    en: {
        addRow: "Add a row",
        addColumn: "Add a column",
        removeRow: "Remove the row",
        removeColumn: "Remove the column",
        header: "First row is a heading",
        remove: "Remove the table",
    },
})

export function TableTools({ editor }: { editor: Editor }) {
    const t = useTexts(said)
    const run = () => editor.chain().focus()
    const tool = (label: string, act: () => void) => (
        <Button size="small" onClick={act}>
            {label}
        </Button>
    )
    return (
        <Flex wrap gap={4} style={{ width: "100%" }}>
            {tool(t.addRow, () => run().addRowAfter().run())}
            {tool(t.addColumn, () => run().addColumnAfter().run())}
            {tool(t.removeRow, () => run().deleteRow().run())}
            {tool(t.removeColumn, () => run().deleteColumn().run())}
            {tool(t.header, () => run().toggleHeaderRow().run())}
            {tool(t.remove, () => run().deleteTable().run())}
        </Flex>
    )
}
