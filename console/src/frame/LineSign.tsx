import { Alert, Badge } from "antd"
import { useEffect, useState } from "react"

import { texts, useTexts } from "../language/language"
import { useLive } from "../live/use-live"

const said = texts({
    vi: {
        open: "Trực tiếp",
        connecting: "Đang kết nối…",
        lost: "Mất kết nối với Loa: số liệu trên trang có thể đã cũ. Đang kết nối lại…",
    },
    en: {
        open: "Live",
        connecting: "Connecting…",
        lost: "The line to Loa is lost: what you see may be old. Connecting again…",
    },
})

// A line that is back at once is nothing to alarm anybody with.
const patience = 1_500

/** Whether what the page shows is the present. */
export function LineSign() {
    const t = useTexts(said)
    const { line } = useLive()
    const [lost, setLost] = useState(false)
    useEffect(() => {
        if (line !== "lost") {
            if (line === "open") setLost(false)
            return undefined
        }
        const timer = setTimeout(() => setLost(true), patience)
        return () => clearTimeout(timer)
    }, [line])
    if (lost) return <Alert type="warning" showIcon banner role="alert" message={t.lost} className="line-lost" />
    const isOpen = line === "open"
    return (
        <span role="status">
            <Badge status={isOpen ? "success" : "default"} text={isOpen ? t.open : t.connecting} />
        </span>
    )
}
