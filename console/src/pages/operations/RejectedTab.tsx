import { useInfiniteQuery } from "@tanstack/react-query"
import { Card, Empty } from "antd"
import { Link, useSearchParams } from "react-router-dom"

import { api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { Loading } from "../../shown/Loading"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"
import { RejectedEntry } from "./RejectedEntry"

const said = texts({
    vi: {
        about: "Bản tin được gửi tới Loa nhưng sai nên không nhận được. Chưa ai nhận được những bản tin này.",
        nothing: "Không có bản tin nào bị trả lại.",
        list: "Bản tin không nhận được",
        untitled: "(không đọc được tiêu đề)",
        total: (n: string) => `${n} bản tin`,
        bulletin: (source: string, id: string) => [source, id && `mã ${id}`].filter(Boolean).join(" · "),
    },
    en: {
        about: "Published to Loa, but not right, and therefore not taken in. Nobody got these bulletins.",
        nothing: "Nothing was rejected.",
        list: "Rejected bulletins",
        untitled: "(no title that can be read)",
        total: (n: string) => `${n} bulletins`,
        bulletin: (source: string, id: string) => [source, id].filter(Boolean).join(" · "),
    },
})

/** What could not be taken in; which one is worked on is in the address. */
export function RejectedTab() {
    const [search] = useSearchParams()
    const entry = search.get("entry")
    return entry ? <RejectedEntry key={entry} id={entry} /> : <RejectedList />
}

function RejectedList() {
    const t = useTexts(said)
    const format = useFormat()
    const query = useInfiniteQuery({
        queryKey: ["get", "/api/rejected", "pages"],
        queryFn: async ({ pageParam, signal }) =>
            (await api.GET("/api/rejected", { params: { query: pageParam ? { cursor: pageParam } : {} }, signal }))
                .data!,
        initialPageParam: "",
        getNextPageParam: (last) => last.next,
        refetchInterval: 30_000,
    })
    const items = query.data?.pages.flatMap((each) => each.items) ?? []
    const total = query.data?.pages[0]?.total ?? 0
    return (
        <Card size="small">
            <p>{t.about}</p>
            <ProblemAlert why={query.error} again={() => void query.refetch()} />
            {query.isPending && <Loading />}
            {query.data && total === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.nothing} />}
            {total > 0 && <p className="number">{t.total(format.count(total))}</p>}
            <ul className="rejected-list" aria-label={t.list}>
                {items.map((each) => (
                    <li key={each.id}>
                        <Rejected of={each} />
                    </li>
                ))}
            </ul>
            <MoreButton of={query} />
        </Card>
    )
}

function Rejected({ of }: { of: components["schemas"]["rejected"] }) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    return (
        <>
            <Link to={`/operations/rejected?${new URLSearchParams({ entry: of.id })}`}>{of.title || t.untitled}</Link>
            <small className="number">
                {[
                    t.bulletin(words.source[of.source] ?? of.source, of.bulletin),
                    format.moment(of.at),
                    format.bytes(of.bytes),
                ]
                    .filter(Boolean)
                    .join(" · ")}
            </small>
            <ul>
                {of.reasons.map((each) => (
                    <li key={`${each.field} ${each.code}`}>
                        {each.field && <code>{each.field}</code>} {each.text}
                    </li>
                ))}
            </ul>
        </>
    )
}
