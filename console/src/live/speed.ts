const span = 30_000
const apart = 500
const most = span / apart + 2

/** How fast a count grows, over the last half minute. */
export class Speed {
    private readonly samples: { at: number; count: number }[] = []

    take(at: number, count: number) {
        const { samples } = this
        const last = samples[samples.length - 1]
        // What is sent again is counted down: what was before says nothing about now.
        if (last && count < last.count) samples.length = 0
        const before = samples[samples.length - 2]
        if (last && before && samples.length > 1 && at - before.at < apart) samples[samples.length - 1] = { at, count }
        else samples.push({ at, count })
        while (samples.length > most || (samples[0] && at - samples[0].at > span)) samples.shift()
    }

    /** 0: not known yet, or nothing moves. */
    perSecond(at: number = Date.now()): number {
        const recent = this.samples.filter((each) => at - each.at < span)
        const first = recent[0]
        const last = recent[recent.length - 1]
        if (!first || !last || last.at - first.at < apart) return 0
        return ((last.count - first.count) * 1000) / (Math.max(at, last.at) - first.at)
    }
}
