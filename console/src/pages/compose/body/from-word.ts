/**
 * HTML of a clipboard, from Word above all, as what was meant: emphasis that is only a style becomes an element, Word's list paragraphs
 * become lists. Classes, styles, comments and Word's own elements are gone.
 */
export function cleaned(html: string): string {
    const page = new DOMParser().parseFromString(withoutStyles(withoutWordParts(html)), "text/html")
    page.querySelectorAll("script, meta, link, title, xml, svg, object, iframe").forEach((each) => each.remove())
    // Google Docs puts everything into a <b> that is not bold.
    page.querySelectorAll("b[id^=docs-internal-guid]").forEach(unwrap)
    wordLists(page)
    page.querySelectorAll("span, font, p, b, strong, i, em").forEach(emphasisOf)
    page.querySelectorAll("body *").forEach((each) => {
        if (each.tagName.includes(":")) unwrap(each)
        else for (const { name } of [...each.attributes]) if (!kept.has(name)) each.removeAttribute(name)
    })
    // A picture from a document is on no server yet.
    page.querySelectorAll('img:not([src^="http"])').forEach((each) => each.remove())
    page.querySelectorAll("p").forEach((each) => {
        if (!each.textContent?.trim() && !each.querySelector("img, br")) each.remove()
    })
    return page.body.innerHTML
}

/**
 * Styles under another name, where they can be read: a browser reports each of them, even in a document that is only parsed, as against
 * this page's Content-Security-Policy.
 */
const withoutStyles = (html: string) =>
    html
        .replace(/<style[\s\S]*?<\/style\s*>/gi, "")
        .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/i, " data-style="))

const kept = new Set(["href", "src", "alt", "width", "height", "colspan", "rowspan", "start", "type"])

/** Conditional comments: what they hold is for Word, except the marks of lists, which `wordLists` needs. */
const withoutWordParts = (html: string) =>
    html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "").replace(/<!\[(?:if [^\]]*|endif)\]>/gi, "")

function unwrap(element: Element) {
    element.replaceWith(...element.childNodes)
}

const styleOf = (element: Element) => element.getAttribute("data-style")?.toLowerCase() ?? ""

/** "<span style='font-weight:700'>" is <strong>. */
function emphasisOf(element: Element) {
    const style = styleOf(element)
    if (!style || element.tagName === "P") return
    const wrap = (tag: string) => {
        const inner = element.ownerDocument.createElement(tag)
        inner.append(...element.childNodes)
        element.append(inner)
    }
    if (element.tagName === "SPAN" || element.tagName === "FONT") {
        if (/font-weight:\s*(bold|[6-9]00)/.test(style)) wrap("strong")
        if (/font-style:\s*italic/.test(style)) wrap("em")
        if (/text-decoration[^;]*underline/.test(style)) wrap("u")
        if (/text-decoration[^;]*line-through/.test(style)) wrap("s")
        if (/vertical-align:\s*super/.test(style)) wrap("sup")
        if (/vertical-align:\s*sub/.test(style)) wrap("sub")
    } else if (/font-weight:\s*(normal|400)|font-style:\s*normal/.test(style)) unwrap(element)
}

/** Word writes a list as paragraphs with "mso-list: l0 level1 lfo1" and the mark as text. */
function wordLists(page: Document) {
    const levelOf = (element: Element | null) =>
        Number(/mso-list:[^;]*level(\d+)/.exec(element ? styleOf(element) : "")?.[1] ?? 0)
    for (const first of page.querySelectorAll("p")) {
        if (!first.isConnected || levelOf(first) === 0) continue
        const open: { list: Element; level: number }[] = []
        let each: Element | null = first
        const place = page.createElement("div")
        first.before(place)
        while (each && levelOf(each) > 0) {
            const level = levelOf(each)
            const next: Element | null = each.nextElementSibling
            while (open.length > 1 && open[open.length - 1]!.level > level) open.pop()
            let last = open[open.length - 1]
            if (!last || last.level < level) {
                const list = page.createElement(isNumbered(each) ? "ol" : "ul")
                const within = last?.list.lastElementChild ?? place
                within.append(list)
                last = { list, level }
                open.push(last)
            }
            const item = page.createElement("li")
            const words = page.createElement("p")
            each.querySelectorAll("span").forEach((mark) => {
                if (/mso-list:\s*ignore/.test(styleOf(mark))) mark.remove()
            })
            words.append(...each.childNodes)
            item.append(words)
            last.list.append(item)
            each.remove()
            each = next
        }
        unwrap(place)
    }
}

const isNumbered = (element: Element) =>
    [...element.querySelectorAll("span")].some(
        (mark) => /mso-list:\s*ignore/.test(styleOf(mark)) && /^\s*\(?[\da-z]{1,4}[.)]/i.test(mark.textContent ?? ""),
    )
