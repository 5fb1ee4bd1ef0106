import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"

const said = texts({
    vi: {
        what: "Mục",
        before: "Trước",
        after: "Sau",
        nothing: "–",
        hash: "Mã của mục",
        none: "Không ghi kèm nội dung.",
    },
    en: {
        what: "Field",
        before: "Before",
        after: "After",
        nothing: "–",
        hash: "Hash",
        none: "Nothing is noted with it.",
    },
})

const isRecord = (what: unknown): what is Record<string, unknown> =>
    typeof what === "object" && what !== null && !Array.isArray(what)

const shown = (what: unknown) => (typeof what === "string" ? what : JSON.stringify(what))

/** What it was and what it became, only where they differ. */
export function AuditChange({ of }: { of: components["schemas"]["audit_entry"] }) {
    const t = useTexts(said)
    const before = of.before as unknown
    const after = of.after as unknown
    const rows: [string, unknown, unknown][] =
        isRecord(before) || isRecord(after)
            ? [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
                  .map((key): [string, unknown, unknown] => [
                      key,
                      isRecord(before) ? before[key] : undefined,
                      isRecord(after) ? after[key] : undefined,
                  ])
                  .filter(([, was, is]) => JSON.stringify(was) !== JSON.stringify(is))
            : ([["", before, after]].filter(([, was, is]) => was != null || is != null) as [string, unknown, unknown][])
    return (
        <div className="audit-change">
            {rows.length === 0 ? (
                <p>{t.none}</p>
            ) : (
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t.what}</th>
                            <th scope="col">{t.before}</th>
                            <th scope="col">{t.after}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map(([key, was, is]) => (
                            <tr key={key}>
                                <th scope="row">{key || t.nothing}</th>
                                <td>{was == null ? t.nothing : shown(was)}</td>
                                <td>{is == null ? t.nothing : shown(is)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
            <p>
                {t.hash}: <code>{of.hash}</code>
            </p>
        </div>
    )
}
