import { timeZone } from "../../shown/format"

/** A month or a quarter, by the calendar of Ho Chi Minh City. */
export interface Period {
    /** "2026-11", "2026-Q4": in the page's address. */
    key: string
    by: "month" | "quarter"
    year: number
    /** 1-12 or 1-4 */
    no: number
    /** First and last day. */
    from: string
    to: string
}

const two = (n: number) => String(n).padStart(2, "0")

function make(by: Period["by"], year: number, no: number): Period {
    const first = by === "month" ? no : no * 3 - 2
    const last = by === "month" ? no : no * 3
    return {
        key: by === "month" ? `${year}-${two(no)}` : `${year}-Q${no}`,
        by,
        year,
        no,
        from: `${year}-${two(first)}-01`,
        to: `${year}-${two(last)}-${two(new Date(Date.UTC(year, last, 0)).getUTCDate())}`,
    }
}

export function periodOf(key: string | null): Period | null {
    const month = /^(20\d\d)-(0[1-9]|1[0-2])$/.exec(key ?? "")
    if (month) return make("month", Number(month[1]), Number(month[2]))
    const quarter = /^(20\d\d)-Q([1-4])$/.exec(key ?? "")
    return quarter ? make("quarter", Number(quarter[1]), Number(quarter[2])) : null
}

/** "2026-11-24" */
export const today = () => new Intl.DateTimeFormat("en-CA", { timeZone }).format(new Date())

/** The one that a day is in. */
export function periodAt(day: string, by: Period["by"]): Period {
    const month = Number(day.slice(5, 7))
    return make(by, Number(day.slice(0, 4)), by === "month" ? month : Math.ceil(month / 3))
}

export function before(one: Period): Period {
    const most = one.by === "month" ? 12 : 4
    return one.no > 1 ? make(one.by, one.year, one.no - 1) : make(one.by, one.year - 1, most)
}

export function after(one: Period): Period {
    const most = one.by === "month" ? 12 : 4
    return one.no < most ? make(one.by, one.year, one.no + 1) : make(one.by, one.year + 1, 1)
}

/** What a report is due of: in the first days of a month, of the month before. */
export function due(by: Period["by"]): Period {
    const day = today()
    const now = periodAt(day, by)
    return now.from.slice(0, 7) === day.slice(0, 7) && Number(day.slice(8)) <= 10 ? before(now) : now
}

/** The newest first. */
export function recent(by: Period["by"], count: number): Period[] {
    const out = [periodAt(today(), by)]
    while (out.length < count) out.push(before(out[out.length - 1]!))
    return out
}

const roman = ["", "I", "II", "III", "IV"]
export const vietnamesePeriod = ({ by, no, year }: Period) =>
    by === "month" ? `tháng ${no} năm ${year}` : `quý ${roman[no]} năm ${year}`
export const englishPeriod = ({ by, no, year }: Period) =>
    by === "month"
        ? new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(
              Date.UTC(year, no - 1, 1),
          )
        : `Quarter ${no} of ${year}`
