import type { LiveAlert, LiveBroadcast, LiveChannel, Reset } from "./events"

/** The present, as the events tell it. Each change makes a new object, so that React sees it. */
export interface Live {
    /** lost: what is shown may be old. */
    line: "connecting" | "open" | "lost"
    broadcasts: ReadonlyMap<number, LiveBroadcast>
    channels: ReadonlyMap<string, LiveChannel>
    alerts: ReadonlyMap<string, LiveAlert>
    /** Deliveries that came to an end in the last seconds, by broadcast and channel ("17 email"). */
    speeds: ReadonlyMap<string, Speed>
}

/** What was reached when; for a rate and the time to finish. */
export interface Speed {
    samples: { at: number; done: number }[]
}

const empty: Live = {
    line: "connecting",
    broadcasts: new Map(),
    channels: new Map(),
    alerts: new Map(),
    speeds: new Map(),
}
// A broadcast that is over stays in sight for a while; then the list is the place for it.
const mostOver = 20
const speedWindow = 30_000
const mostSamples = 120
const over = new Set(["finished", "cancelled", "replaced"])

/** One EventSource for the whole console, however many look; none while nobody does. */
export class LiveStore {
    private now: Live = empty
    private readonly watchers = new Set<() => void>()
    private source: EventSource | null = null
    private retry: ReturnType<typeof setTimeout> | undefined

    /** Shows nobody what another one saw before. */
    forget() {
        this.close()
        this.put(empty)
    }

    readonly subscribe = (watcher: () => void) => {
        this.watchers.add(watcher)
        if (!this.source) this.open()
        return () => {
            this.watchers.delete(watcher)
            if (this.watchers.size === 0) this.close()
        }
    }
    readonly read = () => this.now

    private open() {
        clearTimeout(this.retry)
        const source = new EventSource("/api/events")
        this.source = source
        source.onopen = () => this.put({ ...this.now, line: "open" })
        source.onerror = () => {
            this.put({ ...this.now, line: "lost" })
            // The browser comes again by itself after a cut, but not after a refusal.
            if (source.readyState === EventSource.CLOSED && this.source === source) {
                this.source = null
                this.retry = setTimeout(() => this.watchers.size > 0 && this.open(), 3_000)
            }
        }
        const on = <T>(type: string, take: (what: T) => void) =>
            source.addEventListener(type, (event) => take(JSON.parse((event as MessageEvent<string>).data) as T))
        on<Reset>("reset", (all) =>
            this.put({
                line: "open",
                broadcasts: new Map(all.broadcasts.map((each) => [each.id, each])),
                channels: new Map(all.channels.map((each) => [each.channel, each])),
                alerts: new Map(all.alerts.map((each) => [keyOf(each), each])),
                speeds: new Map(),
            }),
        )
        on<LiveBroadcast>("broadcast", (what) => this.put(withBroadcast(this.now, what)))
        on<LiveChannel>("channel", (what) =>
            this.put({ ...this.now, channels: new Map(this.now.channels).set(what.channel, what) }),
        )
        on<LiveAlert>("alert", (what) => {
            const alerts = new Map(this.now.alerts)
            if (what.raised) alerts.set(keyOf(what), what)
            else alerts.delete(keyOf(what))
            this.put({ ...this.now, alerts })
        })
    }

    private close() {
        clearTimeout(this.retry)
        this.source?.close()
        this.source = null
        this.now = { ...this.now, line: "connecting" }
    }

    private put(what: Live) {
        this.now = what
        for (const each of this.watchers) each()
    }
}

const keyOf = (what: LiveAlert) => `${what.alert} ${what.about}`

function withBroadcast(now: Live, what: LiveBroadcast): Live {
    const broadcasts = new Map(now.broadcasts).set(what.id, what)
    const ended = [...broadcasts.values()].filter((each) => over.has(each.state))
    for (const each of ended.sort((a, b) => a.id - b.id).slice(0, Math.max(0, ended.length - mostOver)))
        broadcasts.delete(each.id)
    const speeds = new Map(now.speeds)
    const at = Date.now()
    for (const channel of what.channels) {
        const key = `${what.id} ${channel.channel}`
        if (over.has(what.state)) {
            speeds.delete(key)
            continue
        }
        const before = speeds.get(key)?.samples.filter((each) => at - each.at < speedWindow) ?? []
        speeds.set(key, { samples: [...before, { at, done: channel.total - channel.open }].slice(-mostSamples) })
    }
    return { ...now, broadcasts, speeds }
}

/** Deliveries a second over the last half minute; 0: not known yet, or nothing moves. */
export function perSecond(speed: Speed | undefined, at: number = Date.now()): number {
    const recent = speed?.samples.filter((each) => at - each.at < speedWindow) ?? []
    const first = recent[0]
    const last = recent[recent.length - 1]
    if (!first || !last || last.at - first.at < 500) return 0
    return ((last.done - first.done) * 1000) / (Math.max(at, last.at) - first.at)
}

export const live = new LiveStore()
