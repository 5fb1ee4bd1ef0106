import { Card, Descriptions, Empty, Flex, Segmented, Skeleton } from "antd"
import { useState } from "react"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"
import type { CountedBroadcast } from "./BroadcastActions"
import { ChannelChoice } from "./ChannelChoice"

const said = texts({
    vi: {
        who: "Gửi tới",
        sample: "Một người bất kỳ",
        longest: "Tên dài nhất",
        title: "Tiêu đề",
        summary: "Tóm tắt",
        sender: "Người gửi",
        to: "Nơi nhận",
        nobody: "Không có ai nhận đợt phát này trên kênh này.",
        frame: (channel: string) => `Nội dung trên ${channel}`,
    },
    en: {
        who: "As sent to",
        sample: "Anybody",
        longest: "Longest name",
        title: "Title",
        summary: "Summary",
        sender: "Sender",
        to: "To",
        nobody: "Nobody gets this broadcast on this channel.",
        frame: (channel: string) => `The content on ${channel}`,
    },
})

/** What went out, as a person gets it. */
export function ContentTab({ broadcast }: { broadcast: CountedBroadcast }) {
    const t = useTexts(said)
    const words = useWords()
    const [channel, setChannel] = useState(broadcast.channels[0]?.channel ?? "")
    const [person, setPerson] = useState<"sample" | "longest">("sample")
    const query = $api.useQuery("post", "/api/broadcasts/{id}/preview", {
        params: { path: { id: broadcast.id } },
        body: { person },
    })
    const shown = query.data?.channels.find((each) => each.channel === channel)
    const preview = shown?.preview
    const name = words.channel[channel] ?? channel
    return (
        <Card size="small">
            <Flex gap="middle" wrap className="tab-tools">
                <ChannelChoice broadcast={broadcast} value={channel} onChange={setChannel} />
                <Segmented
                    aria-label={t.who}
                    value={person}
                    onChange={setPerson}
                    options={[
                        { value: "sample", label: t.sample },
                        { value: "longest", label: t.longest },
                    ]}
                />
            </Flex>
            <ProblemAlert why={query.error} again={() => void query.refetch()} />
            {query.isPending && <Skeleton active />}
            {query.data && !preview && <Empty description={t.nobody} />}
            {preview && (
                <>
                    <Descriptions
                        size="small"
                        column={1}
                        items={[
                            {
                                key: "to",
                                label: t.to,
                                children: [shown.name, shown.address].filter(Boolean).join(" · "),
                            },
                            { key: "title", label: t.title, children: preview.title },
                            ...(preview.summary
                                ? [{ key: "summary", label: t.summary, children: preview.summary }]
                                : []),
                            ...(preview.sender ? [{ key: "sender", label: t.sender, children: preview.sender }] : []),
                        ]}
                    />
                    <iframe
                        className={`content-frame ${channel === "email" ? "" : "is-phone"}`}
                        title={t.frame(name)}
                        src={`/api/broadcasts/${broadcast.id}/preview.html?channel=${channel}&person=${shown.person ?? person}`}
                    />
                </>
            )}
        </Card>
    )
}
