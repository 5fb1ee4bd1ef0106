import "./preview.css"

import { Alert, Flex, Segmented, Skeleton, Typography } from "antd"
import { useState } from "react"

import { texts, useTexts } from "../../../language/language"
import { ProblemAlert } from "../../../shown/ProblemAlert"
import { ChannelView, type View } from "./ChannelView"
import { usePreviews, type Previewed, type Whom } from "./use-previews"

const said = texts({
    vi: {
        whom: "Xem như người nhận nào",
        sample: "Người nhận mẫu",
        longest: "Tên dài nhất",
        view: "Xem dạng nào",
        enetviet: "eNetViet",
        desktop: "Email, máy tính",
        phone: "Email, điện thoại",
        text: "Email, chỉ có chữ",
        notYet: "Chưa xem trước được: bản tin còn chỗ bỏ trống hoặc có lỗi. Bấm “Trình duyệt” để biết chỗ nào; chưa có gì được gửi.",
        nobody: "Không có kênh nào để xem trước.",
    },
    en: {
        whom: "Seen by which recipient",
        sample: "Some recipient",
        longest: "Longest name",
        view: "Which form",
        enetviet: "eNetViet",
        desktop: "Email, computer",
        phone: "Email, phone",
        text: "Email, plain text",
        notYet: "There is no preview yet: something is missing or wrong. “Submit” tells what; nothing is sent by that.",
        nobody: "There is no channel to preview.",
    },
})

const viewsOf = (channel: string): View[] => (channel === "email" ? ["desktop", "phone", "text"] : ["enetviet"])

interface Props {
    of: Previewed
    layout: "one" | "all"
    /** Not, while something is missing or wrong: then there is nothing to be shown. */
    isReady?: boolean
}

/** What one person gets on each channel, out of the bytes that are sent: one form at a time, or all side by side. */
export function Previews({ of, layout, isReady = true }: Props) {
    const t = useTexts(said)
    const [person, setPerson] = useState<Whom>("sample")
    const [wanted, setWanted] = useState<View>("enetviet")
    const found = usePreviews(of, person, isReady)
    const views = (found.data ?? []).flatMap((channel) => viewsOf(channel.channel).map((view) => ({ channel, view })))
    const chosen = views.find(({ view }) => view === wanted) ?? views[0]
    const shown = layout === "all" ? views : chosen ? [chosen] : []
    return (
        <Flex vertical gap={12}>
            <Segmented<Whom>
                block={layout === "one"}
                aria-label={t.whom}
                value={person}
                onChange={setPerson}
                options={[
                    { value: "sample", label: t.sample },
                    { value: "longest", label: t.longest },
                ]}
                style={{ alignSelf: layout === "all" ? "flex-start" : "stretch" }}
            />
            {layout === "one" && views.length > 1 && (
                <Segmented<View>
                    block
                    size="small"
                    aria-label={t.view}
                    value={chosen?.view}
                    onChange={setWanted}
                    options={views.map(({ view }) => ({ value: view, label: t[view], title: t[view] }))}
                    className="preview-views"
                />
            )}
            {!isReady ? (
                <Alert type="info" showIcon message={t.notYet} />
            ) : found.isError ? (
                <ProblemAlert why={found.error} again={() => void found.refetch()} />
            ) : found.isPending ? (
                <Skeleton active paragraph={{ rows: 10 }} />
            ) : shown.length === 0 ? (
                <Typography.Text type="secondary">{t.nobody}</Typography.Text>
            ) : (
                <Flex gap={24} wrap="wrap" justify={layout === "one" ? "center" : "flex-start"}>
                    {shown.map(({ channel, view }) => (
                        <figure key={view} className="preview">
                            {layout === "all" && <figcaption>{t[view]}</figcaption>}
                            <ChannelView of={of} channel={channel} view={view} person={person} layout={layout} />
                        </figure>
                    ))}
                </Flex>
            )}
        </Flex>
    )
}
