import { Segmented } from "antd"

import { texts, useTexts } from "../../language/language"
import { useWords } from "../../shown/words"
import type { CountedBroadcast } from "./BroadcastActions"

const said = texts({ vi: { channel: "Kênh" }, en: { channel: "Channel" } })

export function ChannelChoice({
    broadcast,
    value,
    onChange,
}: {
    broadcast: Pick<CountedBroadcast, "channels">
    value: string
    onChange(channel: string): void
}) {
    const t = useTexts(said)
    const words = useWords()
    return (
        <Segmented
            aria-label={t.channel}
            value={value}
            onChange={onChange}
            options={broadcast.channels.map(({ channel }) => ({
                value: channel,
                label: words.channel[channel] ?? channel,
            }))}
        />
    )
}
