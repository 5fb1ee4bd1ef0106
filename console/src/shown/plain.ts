/** Without diacritics and capitals: "Nguyễn Đức" -> "nguyen duc". For finding what was typed in haste. */
export function plain(text: string): string {
    return text
        .toLowerCase()
        .normalize("NFD")
        .replace(/\p{Mn}/gu, "")
        .replace(/đ/g, "d")
        .trim()
}
