import { CheckCircleOutlined, CloudSyncOutlined, EditOutlined, ExclamationCircleOutlined } from "@ant-design/icons"

import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import type { Writing } from "./draft-saver"

const said = texts({
    vi: {
        saved: (at: string) => `Đã lưu lúc ${at}`,
        typing: "Chưa lưu",
        saving: "Đang lưu",
        failed: "Chưa lưu được",
        conflict: "Chưa lưu: có bản khác",
    },
    en: {
        saved: (at: string) => `Saved at ${at}`,
        typing: "Not saved yet",
        saving: "Saving",
        failed: "Could not be saved",
        conflict: "Not saved: there is another version",
    },
})

/** Whether what is typed is kept. Read out only when something is wrong: it changes with every pause. */
export function SaveSign({ writing }: { writing: Writing }) {
    const t = useTexts(said)
    const { time } = useFormat()
    switch (writing.state) {
        case "saved":
            return (
                <span>
                    <CheckCircleOutlined aria-hidden /> {t.saved(time(writing.saved.changed))}
                </span>
            )
        case "typing":
            return (
                <span>
                    <EditOutlined aria-hidden /> {t.typing}
                </span>
            )
        case "saving":
            return (
                <span>
                    <CloudSyncOutlined aria-hidden /> {t.saving}
                </span>
            )
        default:
            return (
                <span role="status" className="field-wrong">
                    <ExclamationCircleOutlined aria-hidden /> {writing.state === "failed" ? t.failed : t.conflict}
                </span>
            )
    }
}
