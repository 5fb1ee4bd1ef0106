import { Typography } from "antd"

import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { useWords } from "../../shown/words"
import { lengthOf, markedTitle, shorten } from "./title-length"

type ChannelSettings = components["schemas"]["settings"]["channels"][number]

const said = texts({
    vi: {
        length: (channel: string, now: string, most: string) => `${channel}: ${now}/${most} ký tự`,
        withMark: (mark: string) => `, tính cả “${mark}” đứng trước`,
        cut: "Dài quá, trên đó chỉ còn:",
    },
    en: {
        length: (channel: string, now: string, most: string) => `${channel}: ${now}/${most} characters`,
        withMark: (mark: string) => `, with “${mark}” before it`,
        cut: "Too long; there it will be:",
    },
})

/** How long the title is on each channel that cuts it, as it is typed, and what it is cut to. */
export function TitleLength({
    title,
    hasContentArea,
    channels,
}: {
    title: string
    hasContentArea: boolean
    channels: ChannelSettings[]
}) {
    const t = useTexts(said)
    const words = useWords()
    const { count } = useFormat()
    return channels
        .filter((each) => each.title_limit !== null)
        .map((each) => {
            const mark = each.title_mark ?? ""
            const shown = markedTitle(title, mark, hasContentArea)
            const length = lengthOf(shown)
            const limit = each.title_limit!
            const name = words.channel[each.channel] ?? each.channel
            return (
                <div key={each.channel}>
                    <span className={length > limit ? "field-look number" : "number"}>
                        {t.length(name, count(length), count(limit))}
                    </span>
                    {hasContentArea && mark && t.withMark(mark)}
                    {length > limit && (
                        <div className="title-cut">
                            {t.cut} <Typography.Text strong>{shorten(shown, limit)}</Typography.Text>
                        </div>
                    )}
                </div>
            )
        })
}
