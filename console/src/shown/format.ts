import { useMemo } from "react"

import { useLanguage, type Language } from "../language/language"

// Everybody who works here is in Ho Chi Minh City, whatever the machine's clock says.
export const timeZone = "Asia/Ho_Chi_Minh"

export interface Format {
    count(n: number): string
    /** 0.9731 -> "97,3%"; rounded down, so that it is 100% only if nobody is missing. */
    share(part: number): string
    /** "08:30, 20/11/2026" */
    moment(at: string | Date): string
    /** "20/11/2026" */
    day(at: string | Date): string
    /** "08:30:05" */
    time(at: string | Date): string
    /** Seconds as "2 giờ 5 phút" */
    duration(seconds: number): string
    bytes(n: number): string
}

export function useFormat(): Format {
    const { language } = useLanguage()
    return useMemo(() => formatIn(language), [language])
}

export function formatIn(language: Language): Format {
    const locale = language === "vi" ? "vi-VN" : "en-GB"
    const count = new Intl.NumberFormat(locale)
    const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 })
    const day = new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", year: "numeric", timeZone })
    const hour = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone })
    const second = new Intl.DateTimeFormat(locale, {
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hour12: false,
        timeZone,
    })
    const dateOf = (at: string | Date) => (typeof at === "string" ? new Date(at) : at)
    const parts = language === "vi" ? ["ngày", "giờ", "phút", "giây"] : ["d", "h", "min", "s"]
    return {
        count: (n) => count.format(n),
        share: (part) => share.format(Math.floor(part * 1000 + 1e-9) / 1000),
        moment: (at) => `${hour.format(dateOf(at))}, ${day.format(dateOf(at))}`,
        day: (at) => day.format(dateOf(at)),
        time: (at) => second.format(dateOf(at)),
        duration(seconds) {
            const whole = Math.max(0, Math.round(seconds))
            const amounts = [
                Math.floor(whole / 86_400),
                Math.floor(whole / 3_600) % 24,
                Math.floor(whole / 60) % 60,
                whole % 60,
            ]
            const first = amounts.findIndex((each) => each > 0)
            if (first < 0) return `0 ${parts[3]}`
            return [first, first + 1]
                .filter((i) => i < 4 && amounts[i])
                .map((i) => `${amounts[i]} ${parts[i]}`)
                .join(" ")
        },
        bytes(n) {
            const units = ["B", "KB", "MB", "GB", "TB"]
            let unit = 0
            while (n >= 1024 && unit < units.length - 1) {
                n /= 1024
                ++unit
            }
            return `${new Intl.NumberFormat(locale, { maximumFractionDigits: n < 10 && unit > 0 ? 1 : 0 }).format(n)} ${units[unit]}`
        },
    }
}
