import { PlusOutlined } from "@ant-design/icons"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Button, Card, Empty, Flex, Skeleton } from "antd"
import { useNavigate, useSearchParams } from "react-router-dom"

import { api } from "../../api/client"
import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useLive } from "../../live/use-live"
import { useRefresh } from "../../live/use-refresh"
import { useHasRole } from "../../session/session"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { BroadcastTable } from "./BroadcastTable"
import { BulletinFilters } from "./BulletinFilters"
import { isFiltered, queryOf, type BroadcastQuery } from "./bulletin-query"
import "./bulletins.css"

const said = texts({
    vi: {
        title: "Bản tin",
        about: "Mọi đợt phát, mới nhất ở trên.",
        write: "Soạn bản tin",
        nothing: "Chưa có bản tin nào.",
        nothingLike: "Không có bản tin nào như vậy. Thử bỏ bớt điều kiện.",
        clear: "Bỏ mọi điều kiện",
        more: "Trang sau",
        first: "Về trang đầu",
        paging: "Các trang",
    },
    en: {
        title: "Bulletins",
        about: "All broadcasts, the newest first.",
        write: "Write a bulletin",
        nothing: "There are no bulletins yet.",
        nothingLike: "No bulletin is like that. Try fewer filters.",
        clear: "Clear all filters",
        more: "Next page",
        first: "To the first page",
        paging: "Pages",
    },
})

export default function BulletinsPage() {
    const t = useTexts(said)
    const navigate = useNavigate()
    const isEditor = useHasRole("editor")
    const [search, setSearch] = useSearchParams()
    const asked = queryOf(search)
    const query = useQuery({
        queryKey: ["get", "/api/broadcasts", "page", asked],
        queryFn: ({ signal }) => pageOf(asked, signal),
        placeholderData: keepPreviousData,
    })
    const { broadcasts } = useLive()
    useRefresh([...broadcasts.values()].map((each) => `${each.id} ${each.state}`).join(), [["get", "/api/broadcasts"]])

    const change = (changes: Record<string, string>) => {
        const next = new URLSearchParams(search)
        next.delete("cursor")
        for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value)
            else next.delete(name)
        }
        setSearch(next)
    }
    return (
        <>
            <PageHeader
                title={t.title}
                about={t.about}
                actions={
                    isEditor && (
                        <Button type="primary" icon={<PlusOutlined />} onClick={() => navigate("/drafts")}>
                            {t.write}
                        </Button>
                    )
                }
            />
            <Card size="small">
                <BulletinFilters search={search} change={change} />
                <ProblemAlert why={query.error} again={() => void query.refetch()} />
                {query.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
                <div aria-live="polite">
                    {query.data?.items.length === 0 && (
                        <Empty description={isFiltered(search) ? t.nothingLike : t.nothing}>
                            {isFiltered(search) && (
                                <Button onClick={() => setSearch(new URLSearchParams())}>{t.clear}</Button>
                            )}
                        </Empty>
                    )}
                </div>
                {query.data && query.data.items.length > 0 && <BroadcastTable items={query.data.items} />}
                {(asked.cursor || query.data?.next) && (
                    <nav aria-label={t.paging}>
                        <Flex gap="small" className="bulletin-paging">
                            {asked.cursor && <Button onClick={() => change({})}>{t.first}</Button>}
                            {query.data?.next && (
                                <Button onClick={() => change({ cursor: query.data.next! })}>{t.more}</Button>
                            )}
                        </Flex>
                    </nav>
                )}
            </Card>
        </>
    )
}

/** A page may be empty and have a next one: goes on until there is something, or nothing more. */
async function pageOf(asked: BroadcastQuery, signal: AbortSignal) {
    for (let query = asked; ;) {
        const data = (await api.GET("/api/broadcasts", { params: { query }, signal })).data!
        if (data.items.length > 0 || !data.next) return data
        query = { ...query, cursor: data.next }
    }
}
