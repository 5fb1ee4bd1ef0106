import { ClockCircleOutlined } from "@ant-design/icons"
import { Tag } from "antd"

import { texts, useTexts } from "../../language/language"
import { useNow } from "../../live/use-now"
import { useFormat } from "../../shown/format"

const said = texts({
    vi: { left: (time: string) => `Còn ${time} để thu hồi`, over: "Đang bắt đầu gửi" },
    en: { left: (time: string) => `${time} left to recall it`, over: "Starting now" },
})

/** How long it can still be recalled. Not read out each second: the hour itself stands beside it. */
export function Countdown({ until }: { until: string }) {
    const t = useTexts(said)
    const { duration } = useFormat()
    const seconds = Math.max(0, Math.ceil((Date.parse(until) - useNow(1_000)) / 1_000))
    return (
        <Tag icon={<ClockCircleOutlined aria-hidden />} role="timer" className="number countdown">
            {seconds > 0 ? t.left(duration(seconds)) : t.over}
        </Tag>
    )
}
