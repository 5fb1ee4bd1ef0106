import { useRouteError } from "react-router-dom"

import { texts, useTexts } from "../language/language"

const said = texts({
    vi: {
        title: "Trang này gặp lỗi.",
        text: "Tải lại trang. Nếu vẫn lỗi, gửi dòng dưới đây cho người quản trị.",
        again: "Tải lại trang",
    },
    en: {
        title: "This page broke.",
        text: "Load it again. If that does not help, send the line below to the administrator.",
        again: "Load again",
    },
})

/** Also when a page's file is gone because Loa was upgraded meanwhile: loading again helps. */
export function BrokenPage() {
    const t = useTexts(said)
    const why = useRouteError()
    return (
        <main className="frame-main">
            <h1>{t.title}</h1>
            <p>{t.text}</p>
            <p>
                <code>{why instanceof Error ? why.message : String(why)}</code>
            </p>
            <button onClick={() => location.reload()}>{t.again}</button>
        </main>
    )
}
