import { useEffect, useRef, useState } from "react"
import uPlot from "uplot"
import "uplot/dist/uPlot.min.css"

import { texts, useTexts } from "../../language/language"
import { live } from "../../live/live-store"
import { sumOf } from "../../live/tally"
import { useFormat } from "../../shown/format"
import { useWords } from "../../shown/words"
import { useTheme } from "../../theme/theme-choice"
import { RateSeries } from "./rate-series"

const said = texts({
    vi: {
        what: "Số nơi nhận được tiếp nhận mỗi giây, trung bình 5 giây, từ lúc mở trang (nhiều nhất 10 phút).",
        label: (now: string) => `Biểu đồ tốc độ gửi. Lúc này: ${now}`,
        rate: (name: string, n: string) => `${name} ${n}/giây`,
    },
    en: {
        what: "Destinations accepted a second, mean of 5 seconds, since the page was opened (10 minutes at most).",
        label: (now: string) => `Chart of the rate. Now: ${now}`,
        rate: (name: string, n: string) => `${name} ${n}/s`,
    },
})

const height = 180
// Different in lightness as well as in colour.
const strokes = { light: ["#0b5cad", "#ad6800"], dark: ["#7db8f5", "#e8b339"] }

/** How fast it goes out, as it goes. */
export default function RateChart({ broadcast, channels }: { broadcast: number; channels: string[] }) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const { shade } = useTheme()
    const box = useRef<HTMLDivElement>(null)
    const names = channels.map((each) => words.channel[each] ?? each).join()
    const channelKey = channels.join()
    const [now, setNow] = useState<number[]>([])

    useEffect(() => {
        const series = new RateSeries(channelKey.split(",").length)
        const look = () =>
            live
                .read()
                .broadcasts.get(broadcast)
                ?.channels.map((each) => sumOf(each.counts, ["accepted", "delivered"]))
        const text = shade === "dark" ? "#c9d1d9" : "#3d4650"
        const grid = { stroke: shade === "dark" ? "#2b333c" : "#e3e7ec", width: 1 }
        const width = () => Math.max(200, box.current!.clientWidth)
        const time = new Intl.DateTimeFormat("vi-VN", {
            hour: "2-digit",
            minute: "2-digit",
            second: "2-digit",
            hour12: false,
        })
        const chart = new uPlot(
            {
                width: width(),
                height,
                cursor: { show: false },
                legend: { show: false },
                series: [
                    {},
                    ...names.split(",").map((label, i) => ({
                        label,
                        stroke: strokes[shade][i % 2]!,
                        width: 2,
                        points: { show: false },
                        dash: i % 2 ? [6, 4] : undefined,
                    })),
                ],
                scales: {
                    // From the left; a few seconds are not drawn over the whole width.
                    x: {
                        range: (): uPlot.Range.MinMax => {
                            const [times] = series.data()
                            const from = times[0] ?? Date.now() / 1000
                            return [from, Math.max(times[times.length - 1] ?? 0, from + 60)]
                        },
                    },
                    y: {
                        range: (_: uPlot, __: number, most: number): uPlot.Range.MinMax => [
                            0,
                            Math.max(10, most * 1.15),
                        ],
                    },
                },
                axes: [
                    {
                        stroke: text,
                        grid,
                        ticks: grid,
                        space: 90,
                        values: (_, at) => at.map((each) => time.format(each * 1000)),
                    },
                    { stroke: text, grid, ticks: grid, size: 56 },
                ],
            },
            series.data(),
            box.current!,
        )
        const draw = () => {
            const counts = look()
            if (!counts) return
            series.take(Date.now() / 1000, counts)
            chart.setData(series.data())
            setNow(series.latest())
        }
        draw()
        const timer = setInterval(draw, 1_000)
        const resized = new ResizeObserver(() => chart.setSize({ width: width(), height }))
        resized.observe(box.current!)
        return () => {
            clearInterval(timer)
            resized.disconnect()
            chart.destroy()
        }
    }, [broadcast, channelKey, names, shade])

    const rates = names.split(",").map((name, i) => t.rate(name, format.count(Math.round(now[i] ?? 0))))
    return (
        <figure className="rate-chart">
            <div ref={box} role="img" aria-label={t.label(rates.join(", "))} />
            <figcaption>
                <span className="rate-legend number">
                    {rates.map((each, i) => (
                        <span key={channels[i]}>
                            <span className={`rate-line rate-line-${i % 2}`} aria-hidden /> {each}
                        </span>
                    ))}
                </span>
                <small>{t.what}</small>
            </figcaption>
        </figure>
    )
}
