import { api } from "../../api/client"
import { asProblem, type Problem } from "../../api/problem"
import { sameContent, sameMoment, tidied, type Content, type Draft } from "./content"
import { forgetUnsaved, keepUnsaved, unsavedOf } from "./unsaved"

/** What is being written, and how far it is kept. Each change makes a new object, so that React sees it. */
export interface Writing {
    content: Content
    start_at: string | null
    /** As the gateway has it. */
    saved: Draft
    state: "saved" | "typing" | "saving" | "failed" | "conflict"
    /** Why it failed. */
    problem: Problem | null
    /** conflict: what somebody else, or another window, saved meanwhile. */
    theirs: Draft | null
    /** What was typed and then put aside for the saved one. */
    aside: { content: Content; start_at: string | null } | null
    /** Counts up when the content was replaced by one from elsewhere: what keeps its own copy begins anew. */
    replaced: number
}

const pause = 1_000 // after the last key
const again = 5_000

/** Saves a draft as it is typed. Nothing that was typed is thrown away by it, whatever happens. */
export class DraftSaver {
    private now: Writing
    private readonly watchers = new Set<() => void>()
    private timer: ReturnType<typeof setTimeout> | undefined
    private running: Promise<void> | null = null

    constructor(
        draft: Draft,
        private readonly person: string,
    ) {
        const content = (draft.content ?? {}) as Content
        this.now = {
            content,
            start_at: draft.start_at,
            saved: draft,
            state: "saved",
            problem: null,
            theirs: null,
            aside: null,
            replaced: 0,
        }
        const left = unsavedOf(person, draft.id)
        if (!left || draft.state !== "open") return
        const isSaved = sameContent(tidied(left.content), tidied(content)) && sameMoment(left.start_at, draft.start_at)
        if (isSaved) forgetUnsaved(person, draft.id)
        else if (left.revision === draft.revision)
            this.now = { ...this.now, content: left.content, start_at: left.start_at, state: "typing" }
        else
            this.now = {
                ...this.now,
                content: left.content,
                start_at: left.start_at,
                state: "conflict",
                theirs: draft,
            }
    }

    readonly subscribe = (watcher: () => void) => {
        this.watchers.add(watcher)
        return () => {
            this.watchers.delete(watcher)
        }
    }
    readonly read = () => this.now

    /** While the page is shown. Returns what ends it: what is not saved then is saved, or kept for when the page is opened again. */
    readonly begin = () => {
        if (this.now.state === "typing") this.soon(0)
        const warn = (event: BeforeUnloadEvent) => {
            this.keep()
            if (this.isUnsaved()) event.preventDefault()
        }
        window.addEventListener("beforeunload", warn)
        return () => {
            window.removeEventListener("beforeunload", warn)
            this.keep()
            if (this.now.state === "typing") void this.save()
        }
    }

    readonly change = (patch: Content) => this.typed({ content: { ...this.now.content, ...patch } })
    readonly schedule = (start_at: string | null) => this.typed({ start_at })

    /** Saves what is not saved yet. Whether all is saved now. */
    readonly flush = async (): Promise<boolean> => {
        clearTimeout(this.timer)
        await this.running
        if (this.now.state === "typing" || this.now.state === "failed") await this.save()
        return this.now.state === "saved"
    }

    /** Over what is saved: it was looked at. */
    readonly useMine = () => {
        const { theirs } = this.now
        if (!theirs) return
        this.put({ saved: theirs, theirs: null, state: "typing" })
        void this.save()
    }

    /** What was typed stays within reach. */
    readonly useTheirs = () => {
        const { theirs, content, start_at } = this.now
        if (!theirs) return
        forgetUnsaved(this.person, theirs.id)
        this.put({
            saved: theirs,
            theirs: null,
            state: "saved",
            content: (theirs.content ?? {}) as Content,
            start_at: theirs.start_at,
            aside: { content, start_at },
            replaced: this.now.replaced + 1,
        })
    }

    readonly takeBack = () => {
        const { aside } = this.now
        if (!aside) return
        this.put({ aside: null, replaced: this.now.replaced + 1 })
        this.typed(aside)
    }

    private typed(what: Partial<Pick<Writing, "content" | "start_at">>) {
        const state = this.now.state === "conflict" ? "conflict" : "typing"
        this.put({ ...what, state })
        if (state === "typing") this.soon(pause)
    }

    private soon(delay: number) {
        clearTimeout(this.timer)
        this.timer = setTimeout(() => void this.save(), delay)
    }

    private save(): Promise<void> {
        clearTimeout(this.timer)
        this.running ??= this.write().finally(() => {
            this.running = null
            if (this.now.state === "typing") this.soon(pause)
        })
        return this.running
    }

    private async write() {
        const { content, start_at, saved } = this.now
        this.put({ state: "saving", problem: null })
        try {
            const { data } = await api.PUT("/api/drafts/{id}", {
                params: { path: { id: saved.id }, header: { "If-Match": `"${saved.revision}"` } },
                body: { content: tidied(content) as Record<string, never>, start_at },
            })
            this.done(data!, content, start_at)
        } catch (why) {
            const problem = asProblem(why)
            const theirs = problem.status === 412 ? await this.latest() : null
            // The answer to a save of ours may have been lost.
            if (theirs && sameContent(theirs.content, tidied(content)) && sameMoment(theirs.start_at, start_at))
                this.done(theirs, content, start_at)
            else if (theirs) this.put({ state: "conflict", theirs })
            else {
                this.put({ state: this.isAsNow(content, start_at) ? "failed" : "typing", problem })
                if (problem.status === 0 || problem.status >= 500)
                    this.timer = setTimeout(() => void this.save(), again)
            }
            this.keep()
        }
    }

    private done(saved: Draft, content: Content, start_at: string | null) {
        const isAll = this.isAsNow(content, start_at)
        this.put({ saved, state: isAll ? "saved" : "typing" })
        if (isAll) forgetUnsaved(this.person, saved.id)
    }

    private isAsNow(content: Content, start_at: string | null) {
        return this.now.content === content && this.now.start_at === start_at
    }

    private async latest(): Promise<Draft | null> {
        try {
            return (await api.GET("/api/drafts/{id}", { params: { path: { id: this.now.saved.id } } })).data!
        } catch {
            return null
        }
    }

    private isUnsaved() {
        return this.now.state !== "saved"
    }

    private keep() {
        const { saved, content, start_at } = this.now
        if (this.isUnsaved()) keepUnsaved(this.person, saved.id, { revision: saved.revision, content, start_at })
    }

    private put(what: Partial<Writing>) {
        this.now = { ...this.now, ...what }
        for (const each of this.watchers) each()
    }
}
