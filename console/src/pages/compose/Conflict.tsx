import { Alert, Button, Flex, Typography } from "antd"

import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import type { DraftSaver, Writing } from "./draft-saver"

const said = texts({
    vi: {
        title: (at: string) => `Bản nháp này đã được lưu ở một cửa sổ khác lúc ${at}.`,
        about: "Phần đang gõ ở đây vẫn còn nguyên, nhưng chưa lưu. Chọn bản nào sẽ giữ lại:",
        theirs: "Bản đã lưu có tiêu đề",
        none: "(chưa có tiêu đề)",
        useMine: "Giữ phần đang gõ",
        useTheirs: "Dùng bản đã lưu",
        aside: "Đang dùng bản đã lưu. Phần gõ trước đó vẫn còn.",
        takeBack: "Lấy lại phần đã gõ",
    },
    en: {
        title: (at: string) => `This draft was saved in another window at ${at}.`,
        about: "What you typed is all here, but not saved. Choose which one stays:",
        theirs: "The saved one has the title",
        none: "(none yet)",
        useMine: "Keep what I typed",
        useTheirs: "Use the saved one",
        aside: "The saved one is used. What you typed before is still there.",
        takeBack: "Take back what I typed",
    },
})

/** Why what is typed is not saved, and the ways out; nothing typed is lost by any of them. */
export function Conflict({ writing, saver }: { writing: Writing; saver: DraftSaver }) {
    const t = useTexts(said)
    const { moment } = useFormat()
    if (writing.theirs)
        return (
            <Alert
                type="warning"
                showIcon
                role="alert"
                message={t.title(moment(writing.theirs.changed))}
                description={
                    <Flex vertical gap={8} align="flex-start">
                        <Typography.Text>{t.about}</Typography.Text>
                        <Typography.Text>
                            {t.theirs}: <strong>{writing.theirs.title || t.none}</strong>
                        </Typography.Text>
                        <Flex gap={8} wrap="wrap">
                            <Button type="primary" onClick={saver.useMine}>
                                {t.useMine}
                            </Button>
                            <Button onClick={saver.useTheirs}>{t.useTheirs}</Button>
                        </Flex>
                    </Flex>
                }
            />
        )
    if (writing.aside)
        return (
            <Alert
                type="info"
                showIcon
                message={t.aside}
                action={<Button onClick={saver.takeBack}>{t.takeBack}</Button>}
            />
        )
    if (writing.state === "failed") return <ProblemAlert why={writing.problem} again={() => void saver.flush()} />
    return null
}
