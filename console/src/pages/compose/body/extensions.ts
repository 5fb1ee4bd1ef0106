import Highlight from "@tiptap/extension-highlight"
import Image from "@tiptap/extension-image"
import Subscript from "@tiptap/extension-subscript"
import Superscript from "@tiptap/extension-superscript"
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table"
import StarterKit from "@tiptap/starter-kit"

import { currentLanguage } from "../../../language/language"

// What can be written is what adapters/html/allow_list.cpp keeps, under the same names; nothing that is written is lost on the way.
export const extensions = [
    StarterKit.configure({
        heading: { levels: [2, 3, 4] },
        link: {
            openOnClick: false,
            autolink: false,
            protocols: ["tel", "mailto"],
            // No target, no rel: what is sent has neither.
            HTMLAttributes: { target: null, rel: null, class: null },
        },
        codeBlock: { languageClassPrefix: "" },
    }),
    Subscript,
    Superscript,
    Highlight,
    Image.extend({
        // Nothing is loaded from elsewhere, not even here: its description and its address stand for it.
        addNodeView() {
            return ({ node }) => {
                const dom = document.createElement("div")
                dom.className = "body-image"
                dom.textContent = `${currentLanguage() === "vi" ? "Hình" : "Image"}: ${node.attrs.alt ?? ""} (${node.attrs.src})`
                return { dom }
            }
        },
    }).configure({ inline: false, allowBase64: false }),
    // Without <colgroup> and widths, which the sanitiser takes away.
    Table.extend({
        renderHTML() {
            return ["table", ["tbody", 0]]
        },
    }).configure({ resizable: false }),
    TableRow,
    TableHeader,
    TableCell,
]
