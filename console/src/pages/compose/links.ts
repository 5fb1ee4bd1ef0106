/** Whether a link may go out: as allowed_link() of adapters/html/link.cpp, for what an editor types. The gateway decides. */
export function linkAllowed(url: string, hosts: string[]): boolean {
    const text = url.trim()
    if (/^tel:\+?[\d ().-]{3,24}$/i.test(text)) return true
    const mail = /^mailto:[^@?\s]+@([^@?\s,]+)/i.exec(text)
    if (mail) return hostAllowed(mail[1]!, hosts)
    if (!/^https?:\/\/[^\\\s]+$/i.test(text)) return false
    try {
        const { hostname, username } = new URL(text)
        return username === "" && hostAllowed(hostname, hosts)
    } catch {
        return false
    }
}

const hostAllowed = (host: string, hosts: string[]) =>
    hosts.some(
        (each) => host.toLowerCase() === each.toLowerCase() || host.toLowerCase().endsWith(`.${each.toLowerCase()}`),
    )

/** Where the body's links and images lead that may not go out. */
export function refusedLinks(html: string, hosts: string[]): string[] {
    const page = new DOMParser().parseFromString(html, "text/html")
    const all = [...page.querySelectorAll("a[href], img[src]")].map(
        (each) => each.getAttribute("href") ?? each.getAttribute("src") ?? "",
    )
    return [...new Set(all)].filter((each) => !each.startsWith("#") && !linkAllowed(each, hosts))
}

export function hasImageWithoutAlt(html: string): boolean {
    return new DOMParser().parseFromString(html, "text/html").querySelector('img:not([alt]), img[alt=""]') !== null
}

/** "example.com/a" as people type it. */
export const withScheme = (text: string) => {
    const url = text.trim()
    if (!url || /^[a-z][a-z0-9+.-]*:/i.test(url)) return url
    return /^[^@\s/]+@[^@\s/]+$/.test(url) ? `mailto:${url}` : `https://${url}`
}
