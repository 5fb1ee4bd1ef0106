/** What a person calls a character: "ế" is one, however it is stored. */
const characters = new Intl.Segmenter("vi", { granularity: "grapheme" })
const words = new Intl.Segmenter("vi", { granularity: "word" })

export function lengthOf(text: string): number {
    let count = 0
    for (const _ of characters.segment(text)) ++count
    return count
}

export const oneLine = (text: string) => text.normalize("NFC").replace(/\s+/gu, " ").trim()

/** The title as a channel shows it before it is cut. */
export function markedTitle(title: string, mark: string, hasContentArea: boolean): string {
    const line = oneLine(title)
    return hasContentArea && mark && line && !line.startsWith(mark) ? `${mark} ${line}` : line
}

/** Cut on a word, as shorten() of gateway/core/unicode.cpp does it. */
export function shorten(text: string, limit: number): string {
    const ends = [...characters.segment(text)].map((each) => each.index + each.segment.length)
    if (ends.length <= limit) return text
    const room = limit > 1 ? ends[limit - 2]! : 0
    const isCharacterEnd = new Set(ends)
    const wordEnds = [...words.segment(text)]
        .map((each) => each.index + each.segment.length)
        .filter((end) => end <= room && isCharacterEnd.has(end))
        .reverse()
    const kept =
        wordEnds
            .filter((end) => /\s/u.test(text[end] ?? ""))
            .map((end) => withoutLooseEnd(text.slice(0, end)))
            .find((each) => each) ??
        wordEnds.map((end) => withoutLooseEnd(text.slice(0, end))).find((each) => each) ??
        text.slice(0, room)
    return `${kept}…`
}

// They announce what is cut away.
const withoutLooseEnd = (text: string) => text.replace(/[\s\p{Ps}\p{Pi}\p{Pd},;:/…]+$/u, "")
