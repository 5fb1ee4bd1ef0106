import { Link } from "react-router-dom"

import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { StateTag, UrgencyTag } from "../../shown/Tags"
import { useWords } from "../../shown/words"
import "../../shown/plain-table.css"
import { bulletinPath } from "./bulletin-path"

const said = texts({
    vi: {
        title: "Bản tin",
        state: "Trạng thái",
        area: "Nhóm nội dung",
        department: "Đơn vị soạn",
        takenIn: "Nhận lúc",
        version: (n: number) => `phiên bản ${n}`,
        versions: (id: string) => `Mọi phiên bản của ${id}`,
        noArea: "Không thuộc nhóm nào",
        table: "Danh sách bản tin",
    },
    en: {
        title: "Bulletin",
        state: "State",
        area: "Content area",
        department: "Department",
        takenIn: "Taken in",
        version: (n: number) => `version ${n}`,
        versions: (id: string) => `All versions of ${id}`,
        noArea: "None",
        table: "Bulletins",
    },
})

/** Broadcasts with what a list says of them; on a phone each is a block. */
export function BroadcastTable({ items }: { items: components["schemas"]["broadcast"][] }) {
    const t = useTexts(said)
    const format = useFormat()
    const words = useWords()
    return (
        <table className="plain-table stacks bulletin-table" aria-label={t.table}>
            <thead>
                <tr>
                    <th scope="col">{t.title}</th>
                    <th scope="col">{t.state}</th>
                    <th scope="col">{t.area}</th>
                    <th scope="col">{t.department}</th>
                    <th scope="col">{t.takenIn}</th>
                </tr>
            </thead>
            <tbody>
                {items.map((each) => (
                    <tr key={each.id}>
                        <th scope="row">
                            <Link to={`/broadcasts/${each.id}`}>{each.title}</Link>
                            <small>
                                {words.source[each.source] ?? each.source} ·{" "}
                                <Link
                                    to={bulletinPath(each.source, each.bulletin)}
                                    aria-label={t.versions(each.bulletin)}
                                >
                                    {each.bulletin}
                                </Link>{" "}
                                · {t.version(each.version)}
                            </small>
                        </th>
                        <td>
                            <StateTag state={each.state} needs={each.needs} />
                            {each.urgency !== "normal" && <UrgencyTag urgency={each.urgency} />}
                        </td>
                        <td>{each.content_area ? words.contentArea[each.content_area - 1] : t.noArea}</td>
                        <td>{each.department}</td>
                        <td className="number">{format.moment(each.taken_in)}</td>
                    </tr>
                ))}
            </tbody>
        </table>
    )
}
