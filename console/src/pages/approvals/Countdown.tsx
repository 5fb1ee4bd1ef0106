import { ClockCircleOutlined } from "@ant-design/icons"
import { Tag } from "antd"
import { useEffect, useState } from "react"

import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"

const said = texts({
    vi: { left: (time: string) => `Còn ${time} để thu hồi`, over: "Đang bắt đầu gửi" },
    en: { left: (time: string) => `${time} left to recall it`, over: "Starting now" },
})

export function useSecondsUntil(at: string | null): number {
    const left = () => (at ? Math.max(0, Math.ceil((Date.parse(at) - Date.now()) / 1_000)) : 0)
    const [seconds, setSeconds] = useState(left)
    useEffect(() => {
        setSeconds(left())
        const timer = setInterval(() => setSeconds(left()), 1_000)
        return () => clearInterval(timer)
    }, [at])
    return seconds
}

/** How long it can still be recalled. Not read out each second: the hour itself stands beside it. */
export function Countdown({ until }: { until: string }) {
    const t = useTexts(said)
    const { duration } = useFormat()
    const seconds = useSecondsUntil(until)
    return (
        <Tag icon={<ClockCircleOutlined />} color="warning" role="timer" className="number">
            {seconds > 0 ? t.left(duration(seconds)) : t.over}
        </Tag>
    )
}
