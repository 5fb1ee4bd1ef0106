import { Button } from "antd"
import { useEffect } from "react"

import { texts, useTexts } from "../../language/language"
import { CopyButton } from "../../shown/CopyButton"

const said = texts({
    vi: {
        title: "Tạo người quản trị đầu tiên",
        why: "Loa vừa được cài đặt và chưa có người dùng nào. Người quản trị đầu tiên được tạo trên chính máy chủ, bằng lệnh sau (thay tên đăng nhập và họ tên cho đúng):",
        asks: "Lệnh hỏi một mật khẩu ít nhất 12 ký tự. Sau đó đăng nhập tại đây và tạo người dùng khác ở mục Quản trị.",
        done: "Đã tạo xong",
        fullName: "Nguyễn Thị Lan",
    },
    en: {
        title: "Make the first administrator",
        why: "Loa was just installed and has no user yet. The first administrator is made on the server itself, by this command (with your own names):",
        asks: "It asks for a password of at least 12 characters. Then sign in here and make the other users under Administration.",
        done: "Done",
        fullName: "Nguyễn Thị Lan",
    },
})

/** Nobody can sign in yet. */
export function FirstRun({ again, asking }: { again: () => void; asking: boolean }) {
    const t = useTexts(said)
    const command = `sudo -u loa loa admin create lan.nguyen --full-name "${t.fullName}"`
    useEffect(() => {
        window.addEventListener("focus", again)
        return () => window.removeEventListener("focus", again)
    }, [again])
    return (
        <>
            <h1>{t.title}</h1>
            <p>{t.why}</p>
            <div className="first-run-command">
                <code>{command}</code>
                <CopyButton text={command} />
            </div>
            <p>{t.asks}</p>
            <Button type="primary" block loading={asking} onClick={again}>
                {t.done}
            </Button>
        </>
    )
}
