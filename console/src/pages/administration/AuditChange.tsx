import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useReason } from "../../shown/reason"
import { useWords } from "../../shown/words"

const said = texts({
    vi: {
        field: {
            full_name: "Họ và tên",
            mailbox: "Hộp thư",
            roles: "Vai trò",
            active: "Hoạt động",
            name: "Tên",
            expires: "Hết hạn",
            title: "Tiêu đề",
            address: "Địa chỉ",
            contact: "Loại địa chỉ",
            reason: "Lý do",
            cause: "Lý do",
            state: "Tình trạng",
            hash: "Mã nội dung",
        } as Record<string, string>,
        yes: "Có",
        no: "Không",
        what: "Mục",
        before: "Trước",
        after: "Sau",
        nothing: "–",
        hash: "Mã của mục",
        none: "Không ghi kèm nội dung.",
    },
    en: {
        field: {} as Record<string, string>,
        yes: "Yes",
        no: "No",
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

// Nothing and an empty text are the same to people.
const orNothing = (what: unknown) => (what === "" || what === null ? undefined : what)

/** What it was and what it became, only where they differ. */
export function AuditChange({ of }: { of: components["schemas"]["audit_entry"] }) {
    const t = useTexts(said)
    const { userRole, state } = useWords()
    const reason = useReason()
    const shown = (what: unknown, key = ""): string => {
        if (orNothing(what) === undefined) return t.nothing
        if (typeof what === "boolean") return what ? t.yes : t.no
        if (Array.isArray(what)) return what.map((each) => userRole[each as string] ?? shown(each)).join(", ")
        if (typeof what !== "string") return JSON.stringify(what)
        if (key === "state") return (state as Record<string, string>)[what] ?? what
        return key === "reason" ? reason(what) : what
    }
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
                  .filter(([, was, is]) => JSON.stringify(orNothing(was)) !== JSON.stringify(orNothing(is)))
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
                                <th scope="row">{(t.field[key] ?? key) || t.nothing}</th>
                                <td>{shown(was, key)}</td>
                                <td>{shown(is, key)}</td>
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
