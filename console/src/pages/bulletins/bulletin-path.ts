// The gateway refuses paths with an encoded slash, or with segments that are dots: "~" stands where "%" would.
const encode = (text: string) =>
    encodeURIComponent(text)
        .replace(/[~.]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
        .replace(/%/g, "~")
const decode = (text: string) => {
    try {
        return decodeURIComponent(text.replace(/~/g, "%"))
    } catch {
        return text
    }
}

/** Where a bulletin's versions are, whatever its publisher calls it. */
export const bulletinPath = (source: string, bulletin: string) => `/bulletins/${encode(source)}/${encode(bulletin)}`
/** What a part of such a path means. */
export const fromBulletinPath = decode
