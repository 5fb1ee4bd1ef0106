// Works on the text, not on its value: what was rejected may hold a key twice, or be no JSON at all, and that must
// still be seen.

/** Escapes of letters as the letters, as people read them; signs that JSON needs escaped stay so. */
function readable(string: string): string {
    return string
        .replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (whole, hex?: string, sign?: string) => {
            if (sign !== undefined) return sign === "/" ? "/" : whole
            const code = parseInt(hex!, 16)
            return code >= 0xa0 && code !== 0x2028 && code !== 0x2029 ? String.fromCharCode(code) : whole
        })
        .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, (half) => {
            return `\\u${half.charCodeAt(0).toString(16)}`
        })
}

// A string (also one that is not closed), a sign of structure, white space, or anything else.
const token = /"(?:\\[^]|[^"\\])*"?|[{}[\],:]|\s+|[^"{}[\],:\s]+/g

/** JSON on lines of its own, with two spaces for each level; text with lines already stays as it is. */
export function layOut(text: string): string {
    if (text.trim().includes("\n")) return text
    let out = ""
    let depth = 0
    const line = () => `\n${"  ".repeat(depth)}`
    let opened = false
    for (const [part] of text.matchAll(token)) {
        if (/^\s/.test(part)) continue
        const closes = part === "}" || part === "]"
        if (closes) depth = Math.max(0, depth - 1)
        if (closes ? !opened : opened) out += line()
        opened = part === "{" || part === "["
        if (opened) ++depth
        out += part.startsWith('"') ? readable(part) : part
        if (part === ",") out += line()
        if (part === ":") out += " "
    }
    return out
}

/** On which line (from 1) each field's value begins, by its path: "audience.include[1].unit". */
export function fieldLines(text: string): Map<string, number> {
    const out = new Map<string, number>()
    const levels: { path: string; isList: boolean; index: number; key: string; awaitsKey: boolean }[] = []
    let line = 1
    const at = () => {
        const level = levels[levels.length - 1]
        if (!level) return ""
        if (level.isList) return `${level.path}[${level.index}]`
        return level.path ? `${level.path}.${level.key}` : level.key
    }
    const value = () => {
        if (!out.has(at())) out.set(at(), line)
    }
    for (const [part] of text.matchAll(token)) {
        const level = levels[levels.length - 1]
        if (part === "{" || part === "[") {
            value()
            levels.push({ path: at(), isList: part === "[", index: 0, key: "", awaitsKey: part === "{" })
        } else if (part === "}" || part === "]") levels.pop()
        else if (part === ",") {
            if (level?.isList) ++level.index
            else if (level) level.awaitsKey = true
        } else if (part.startsWith('"') && level?.awaitsKey) {
            level.key = part.slice(1, -1)
            level.awaitsKey = false
        } else if (part !== ":" && !/^\s/.test(part)) value()
        line += part.split("\n").length - 1
    }
    return out
}

/** The line of a field, or of what is nearest around it: a field that is missing has none of its own. */
export function lineOf(field: string, lines: Map<string, number>): number | undefined {
    for (let path = field; path; path = path.replace(/(?:\.[^.[\]]*|\[\d*\]|^[^.[\]]*)$/, "")) {
        const line = lines.get(path)
        if (line !== undefined) return line
    }
    return lines.get("")
}
