import { Button } from "antd"
import type { ReactNode } from "react"

import { texts, useLanguage, useTexts } from "../../language/language"
import "./entrance.css"

const said = texts({
    vi: {
        owner: "Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh",
        what: "Gửi bản tin đến ứng dụng eNetViet và hộp thư",
        otherLanguage: "English",
    },
    en: {
        owner: "Department of Education and Training, Ho Chi Minh City",
        what: "Bulletins to the eNetViet app and to mailboxes",
        otherLanguage: "Tiếng Việt",
    },
})

/** What is seen before there is a menu. */
export function Entrance({ children }: { children: ReactNode }) {
    const t = useTexts(said)
    const { language, choose } = useLanguage()
    const other = language === "vi" ? "en" : "vi"
    return (
        <div className="entrance">
            <header className="entrance-brand">
                <img src="/favicon.svg" width={44} height={44} alt="" />
                <div>
                    <strong>Loa</strong>
                    <span>{t.what}</span>
                </div>
            </header>
            <main id="main">{children}</main>
            <footer className="entrance-foot">
                <span>{t.owner}</span>
                <Button type="link" size="small" lang={other} onClick={() => choose(other)}>
                    {t.otherLanguage}
                </Button>
            </footer>
        </div>
    )
}
