import type { LiveAlert, LiveBroadcast, LiveChannel, Reset } from "./events"
import { Speed } from "./speed"

/** The present, as the events tell it. Each one that is shown is a new object, so that React sees it. */
export interface Live {
    /** lost: what is shown may be old. */
    line: "connecting" | "open" | "lost"
    broadcasts: ReadonlyMap<number, LiveBroadcast>
    channels: ReadonlyMap<string, LiveChannel>
    alerts: ReadonlyMap<string, LiveAlert>
    /** How fast deliveries come to an end, by broadcast and channel: speedKey(). */
    speeds: ReadonlyMap<string, Speed>
}

export const speedKey = (broadcast: number, channel: string) => `${broadcast} ${channel}`

const nothing: Live = {
    line: "connecting",
    broadcasts: new Map(),
    channels: new Map(),
    alerts: new Map(),
    speeds: new Map(),
}
// A broadcast that is over stays in sight for a while; then the list is the place for it.
const mostOver = 20
// Nobody reads faster, and a page that is drawn for each of a thousand events does nothing else.
const drawEvery = 250
// The gateway ends each stream after a quarter of an hour, and the browser comes again after two seconds.
const patience = 3_000
const over = new Set(["finished", "cancelled", "replaced"])

/**
 * One EventSource for the whole console, however many look; none while nobody does. What it keeps depends on what is
 * true now, never on how many events came.
 */
export class LiveStore {
    private shown: Live = nothing
    private line: Live["line"] = "connecting"
    private broadcasts = new Map<number, LiveBroadcast>()
    private channels = new Map<string, LiveChannel>()
    private alerts = new Map<string, LiveAlert>()
    private speeds = new Map<string, Speed>()

    private readonly watchers = new Set<() => void>()
    private source: EventSource | null = null
    private retry: ReturnType<typeof setTimeout> | undefined
    private doubt: ReturnType<typeof setTimeout> | undefined
    private drawing: ReturnType<typeof setTimeout> | undefined

    readonly subscribe = (watcher: () => void) => {
        this.watchers.add(watcher)
        if (!this.source) this.open()
        return () => {
            this.watchers.delete(watcher)
            if (this.watchers.size === 0) this.close()
        }
    }
    readonly read = () => this.shown

    /** Shows nobody what another one saw before. */
    forget() {
        this.close()
        this.begin({ broadcasts: [], channels: [], alerts: [] })
        this.draw()
    }

    private open() {
        clearTimeout(this.retry)
        const source = new EventSource("/api/events")
        this.source = source
        source.onopen = () => this.onLine("open")
        source.onerror = () => {
            if (this.line === "open") {
                this.onLine("connecting")
                this.doubt = setTimeout(() => this.onLine("lost"), patience)
            } else if (this.doubt === undefined) this.onLine("lost")
            // The browser comes again by itself after a cut, but not after a refusal.
            if (source.readyState === EventSource.CLOSED && this.source === source) {
                this.source = null
                this.retry = setTimeout(() => this.watchers.size > 0 && this.open(), patience)
            }
        }
        const on = <T>(type: string, take: (what: T) => void) =>
            source.addEventListener(type, (event) => {
                take(JSON.parse((event as MessageEvent<string>).data) as T)
                this.drawSoon()
            })
        on<Reset>("reset", (all) => this.begin(all))
        on<LiveBroadcast>("broadcast", (what) => this.takeBroadcast(what))
        on<LiveChannel>("channel", (what) => this.channels.set(what.channel, what))
        on<LiveAlert>("alert", (what) => {
            if (what.raised) this.alerts.set(keyOf(what), what)
            else this.alerts.delete(keyOf(what))
        })
    }

    private close() {
        clearTimeout(this.retry)
        clearTimeout(this.drawing)
        this.drawing = undefined
        this.source?.close()
        this.source = null
        this.onLine("connecting")
    }

    private onLine(line: Live["line"]) {
        clearTimeout(this.doubt)
        this.doubt = undefined
        this.line = line
        this.draw()
    }

    private begin(all: Reset) {
        this.broadcasts = new Map(all.broadcasts.map((each) => [each.id, each]))
        this.channels = new Map(all.channels.map((each) => [each.channel, each]))
        this.alerts = new Map(all.alerts.map((each) => [keyOf(each), each]))
        this.speeds = new Map()
        for (const each of all.broadcasts) this.measure(each)
    }

    private takeBroadcast(what: LiveBroadcast) {
        this.broadcasts.set(what.id, what)
        this.measure(what)
        const ended = [...this.broadcasts.values()].filter((each) => over.has(each.state))
        for (const each of ended.sort((a, b) => a.id - b.id).slice(0, Math.max(0, ended.length - mostOver)))
            this.broadcasts.delete(each.id)
    }

    private measure(what: LiveBroadcast) {
        for (const channel of what.channels) {
            const key = speedKey(what.id, channel.channel)
            if (over.has(what.state)) {
                this.speeds.delete(key)
                continue
            }
            let speed = this.speeds.get(key)
            if (!speed) this.speeds.set(key, (speed = new Speed()))
            speed.take(Date.now(), channel.total - channel.open)
        }
    }

    private drawSoon() {
        this.drawing ??= setTimeout(() => this.draw(), drawEvery)
    }

    private draw() {
        clearTimeout(this.drawing)
        this.drawing = undefined
        this.shown = {
            line: this.line,
            broadcasts: new Map(this.broadcasts),
            channels: new Map(this.channels),
            alerts: new Map(this.alerts),
            speeds: new Map(this.speeds),
        }
        for (const each of this.watchers) each()
    }
}

const keyOf = (what: LiveAlert) => `${what.alert} ${what.about}`

export const live = new LiveStore()
