import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useWords } from "../../shown/words"
import type { Audience, AudienceTerm } from "../compose/content"

const said = texts({
    vi: {
        to: "Gửi cho",
        except: "Trừ ra",
        all: "mọi người",
        root: "Cán bộ, nhân viên của toàn Sở (bản tin không nêu đối tượng nhận).",
        levels: (levels: string) => `chỉ ${levels}`,
    },
    en: {
        to: "Sent to",
        except: "Except",
        all: "everybody",
        root: "The staff of the whole Department (the bulletin names no audience).",
        levels: (levels: string) => `only ${levels}`,
    },
})

/** The audience as a sentence for each unit. */
export function AudienceWords({ audience }: { audience: Audience | null | undefined }) {
    const t = useTexts(said)
    if (!audience?.include.length) return <div>{t.root}</div>
    const list = (title: string, terms: AudienceTerm[], isExclude: boolean) =>
        terms.length > 0 && (
            <div>
                <h3 className="part-title">{title}</h3>
                <ul style={{ margin: 0, paddingLeft: 20 }}>
                    {terms.map((term) => (
                        <Term key={JSON.stringify(term)} term={term} isExclude={isExclude} />
                    ))}
                </ul>
            </div>
        )
    return (
        <>
            {list(t.to, audience.include, false)}
            {list(t.except, audience.exclude ?? [], true)}
        </>
    )
}

function Term({ term, isExclude }: { term: AudienceTerm; isExclude: boolean }) {
    const t = useTexts(said)
    const words = useWords()
    const unit = $api.useQuery("get", "/api/units/{reference}", { params: { path: { reference: term.unit } } })
    const roles = term.roles?.length
        ? term.roles.map((each) => words.role[each]).join(", ")
        : isExclude
          ? t.all
          : words.role.staff
    const levels = term.levels?.length ? ` (${t.levels(term.levels.map((each) => words.level[each]).join(", "))})` : ""
    return (
        <li>
            {unit.data?.name ?? term.unit}: {roles}
            {levels}
        </li>
    )
}
