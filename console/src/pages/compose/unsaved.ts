import type { Content } from "./content"

/** What was typed and could not be saved: for the same person, in the same tab of the browser. */
export interface Unsaved {
    revision: number ///< on which it was typed
    content: Content
    start_at: string | null
}

const keyOf = (person: string, draft: number) => `unsaved ${person} ${draft}`

export function keepUnsaved(person: string, draft: number, what: Unsaved) {
    try {
        sessionStorage.setItem(keyOf(person, draft), JSON.stringify(what))
    } catch {
        // No room, or switched off: then it is only in the page.
    }
}

export const forgetUnsaved = (person: string, draft: number) => sessionStorage.removeItem(keyOf(person, draft))

export function unsavedOf(person: string, draft: number): Unsaved | null {
    const text = sessionStorage.getItem(keyOf(person, draft))
    return text ? (JSON.parse(text) as Unsaved) : null
}
