import { CheckOutlined, CopyOutlined } from "@ant-design/icons"
import { Button } from "antd"
import { useEffect, useState } from "react"

import { texts, useTexts } from "../language/language"

const said = texts({
    vi: { copy: "Sao chép", copied: "Đã sao chép", failed: "Trình duyệt không cho sao chép: hãy chọn và chép tay." },
    en: { copy: "Copy", copied: "Copied", failed: "The browser does not allow it: select and copy it yourself." },
})

/** Puts a text where it can be pasted from, and says that it did. */
export function CopyButton({ text, primary = false }: { text: string; primary?: boolean }) {
    const t = useTexts(said)
    const [state, setState] = useState<"copy" | "copied" | "failed">("copy")
    useEffect(() => {
        if (state !== "copied") return undefined
        const timer = setTimeout(() => setState("copy"), 3_000)
        return () => clearTimeout(timer)
    }, [state])
    // navigator.clipboard is there on HTTPS and localhost only.
    const copy = () =>
        (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
            () => setState("copied"),
            () => setState("failed"),
        )
    return (
        <>
            <Button
                type={primary ? "primary" : "default"}
                icon={state === "copied" ? <CheckOutlined /> : <CopyOutlined />}
                onClick={() => void copy()}
            >
                {state === "copied" ? t.copied : t.copy}
            </Button>
            <span role="status" className={state === "failed" ? undefined : "only-heard"}>
                {state !== "copy" && t[state]}
            </span>
        </>
    )
}
