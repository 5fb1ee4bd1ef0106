const most = 600
const window = 5

/** Counts that grow, told once a second, as rates. Keeps ten minutes, however long it runs. */
export class RateSeries {
    private readonly times: number[] = []
    private readonly counts: number[][]
    private readonly rates: (number | null)[][]

    constructor(series: number) {
        this.counts = Array.from({ length: series }, () => [])
        this.rates = Array.from({ length: series }, () => [])
    }

    /** `at` in seconds. */
    take(at: number, counts: number[]) {
        this.times.push(at)
        const now = this.times.length - 1
        const before = Math.max(0, now - window)
        const passed = at - this.times[before]!
        this.counts.forEach((own, i) => {
            own.push(counts[i] ?? 0)
            // What is queued again is taken off the count; that is no rate.
            this.rates[i]!.push(passed > 0 ? Math.max(0, (own[now]! - own[before]!) / passed) : null)
        })
        if (this.times.length > most) for (const each of [this.times, ...this.counts, ...this.rates]) each.shift()
    }

    /** As uPlot takes it. */
    data(): [number[], ...(number | null)[][]] {
        return [this.times, ...this.rates]
    }

    latest(): number[] {
        return this.rates.map((each) => each[each.length - 1] ?? 0)
    }
}
