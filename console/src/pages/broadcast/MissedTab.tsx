import { DownloadOutlined } from "@ant-design/icons"
import { keepPreviousData } from "@tanstack/react-query"
import { Button, Card, Flex, Form, Select, Skeleton, Tag } from "antd"
import { useSearchParams } from "react-router-dom"

import { $api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { kindOf, toldStates } from "../../live/tally"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useReason } from "../../shown/reason"
import { SearchInput } from "../../shown/SearchInput"
import { useWords } from "../../shown/words"
import type { CountedBroadcast } from "./BroadcastActions"
import { ChannelChoice } from "./ChannelChoice"
import "../../shown/plain-table.css"

type State = components["schemas"]["delivery_state"]

const said = texts({
    vi: {
        search: "Tìm trường, mã hoặc hộp thư",
        hint: "Một phần tên trường, hoặc nguyên mã, hộp thư, tài khoản",
        state: "Kết quả",
        anyState: "Mọi kết quả",
        cause: "Nguyên nhân",
        anyCause: "Mọi nguyên nhân",
        only: (unit: string) => `Chỉ ở ${unit}`,
        csv: "Tải danh sách (CSV)",
        who: "Người nhận",
        unit: "Đơn vị",
        address: "Địa chỉ",
        attempts: "Số lần gửi",
        attempt: (n: string) => `${n} lần gửi`,
        gone: "không còn trong danh bạ",
        nobody: "Không có ai trong danh sách này.",
        nobodyLike: "Không tìm thấy ai như vậy. Thử bỏ bớt điều kiện.",
        clear: "Bỏ mọi điều kiện",
        table: "Những nơi chưa nhận được",
        more: "Trang sau",
        first: "Về trang đầu",
        unplanned: "Chưa bắt đầu gửi, nên chưa có danh sách.",
    },
    en: {
        search: "Search a school, reference or mailbox",
        hint: "Part of a school's name, or a whole reference, mailbox or account",
        state: "Outcome",
        anyState: "All outcomes",
        cause: "Cause",
        anyCause: "All causes",
        only: (unit: string) => `Only at ${unit}`,
        csv: "Download the list (CSV)",
        who: "Recipient",
        unit: "Unit",
        address: "Address",
        attempts: "Attempts",
        attempt: (n: string) => `${n} attempts`,
        gone: "no longer in the directory",
        nobody: "Nobody is on this list.",
        nobodyLike: "Nobody like that. Try fewer filters.",
        clear: "Clear all filters",
        table: "Who was not reached",
        more: "Next page",
        first: "To the first page",
        unplanned: "Not begun, so that there is no list yet.",
    },
})

const filters = ["q", "unit", "unit_name", "state", "cause", "cursor"] as const
// In the list is everybody who was not reached, whatever for.
const listed = toldStates.filter((each) => kindOf(each) !== "reached" && each !== "covered")

/** Who did not get it. What is looked for is in the address, so that it can be passed on. */
export function MissedTab({ broadcast }: { broadcast: CountedBroadcast }) {
    const t = useTexts(said)
    const words = useWords()
    const reasonOf = useReason()
    const [search, setSearch] = useSearchParams()
    const channel = search.get("channel") ?? broadcast.channels[0]?.channel ?? ""
    const change = (changes: Partial<Record<(typeof filters)[number] | "channel", string>>) => {
        const next = new URLSearchParams(search)
        next.delete("cursor")
        for (const [name, value] of Object.entries(changes)) {
            if (value) next.set(name, value)
            else next.delete(name)
        }
        setSearch(next)
    }
    const asked = {
        channel,
        ...Object.fromEntries(
            (["q", "unit", "state", "cause"] as const).flatMap((name) => {
                const value = search.get(name)
                return value ? [[name, value]] : []
            }),
        ),
    }
    const cursor = search.get("cursor")
    const query = $api.useQuery(
        "get",
        "/api/broadcasts/{id}/missed",
        { params: { path: { id: broadcast.id }, query: { ...asked, ...(cursor ? { cursor } : {}) } } },
        { enabled: channel !== "" && broadcast.planned_at !== null, placeholderData: keepPreviousData },
    )
    const isFiltered = filters.some((each) => search.get(each))
    const causes = broadcast.causes.map((each) => each.cause)
    const cause = search.get("cause")
    if (cause && !causes.includes(cause)) causes.push(cause)

    if (!broadcast.planned_at) return <Card size="small">{t.unplanned}</Card>
    return (
        <Card size="small">
            <Flex gap="middle" wrap align="end" justify="space-between" className="tab-tools">
                <ChannelChoice broadcast={broadcast} value={channel} onChange={(name) => change({ channel: name })} />
                <Button
                    icon={<DownloadOutlined />}
                    href={`/api/broadcasts/${broadcast.id}/missed.csv?${new URLSearchParams(asked)}`}
                    download
                >
                    {t.csv}
                </Button>
            </Flex>
            <Form layout="vertical" className="filters" role="search">
                <Form.Item label={t.search} htmlFor="missed-q" extra={t.hint}>
                    <SearchInput id="missed-q" value={search.get("q") ?? ""} onSearch={(q) => change({ q })} />
                </Form.Item>
                <Form.Item label={t.state} htmlFor="missed-state">
                    <Select
                        id="missed-state"
                        mode="multiple"
                        placeholder={t.anyState}
                        value={(search.get("state") ?? "").split(",").filter(Boolean) as State[]}
                        onChange={(states) => change({ state: states.join() })}
                        options={listed.map((each) => ({ value: each, label: words.delivery[each] }))}
                    />
                </Form.Item>
                <Form.Item label={t.cause} htmlFor="missed-cause">
                    <Select
                        id="missed-cause"
                        allowClear
                        placeholder={t.anyCause}
                        value={cause}
                        onChange={(value?: string) => change({ cause: value ?? "" })}
                        options={causes.map((each) => ({ value: each, label: reasonOf(each) }))}
                    />
                </Form.Item>
            </Form>
            {(search.get("unit") || isFiltered) && (
                <Flex gap="small" wrap align="center" className="tab-tools">
                    {search.get("unit") && (
                        <Tag closable onClose={() => change({ unit: "", unit_name: "" })}>
                            {t.only(search.get("unit_name") ?? search.get("unit")!)}
                        </Tag>
                    )}
                    <Button
                        type="link"
                        size="small"
                        onClick={() => change({ q: "", unit: "", unit_name: "", state: "", cause: "" })}
                    >
                        {t.clear}
                    </Button>
                </Flex>
            )}
            <ProblemAlert why={query.error} again={() => void query.refetch()} />
            <div aria-live="polite">
                {query.isPending && <Skeleton active />}
                {query.data?.items.length === 0 && !query.data.next && <p>{isFiltered ? t.nobodyLike : t.nobody}</p>}
            </div>
            {query.data && query.data.items.length > 0 && <MissedTable items={query.data.items} />}
            <Flex gap="small" wrap className="paging">
                {cursor && <Button onClick={() => change({})}>{t.first}</Button>}
                {query.data?.next && <Button onClick={() => change({ cursor: query.data.next! })}>{t.more}</Button>}
            </Flex>
        </Card>
    )
}

function MissedTable({ items }: { items: components["schemas"]["missed_delivery"][] }) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const reasonOf = useReason()
    return (
        <div className="scrolls" tabIndex={0} role="region" aria-label={t.table}>
            <table className="plain-table stacks missed-table">
                <thead>
                    <tr>
                        <th scope="col">{t.who}</th>
                        <th scope="col">{t.unit}</th>
                        <th scope="col">{t.address}</th>
                        <th scope="col">{t.state}</th>
                    </tr>
                </thead>
                <tbody>
                    {items.map((each) => (
                        <tr key={each.no}>
                            <th scope="row">
                                {each.name || t.gone}
                                <small>
                                    {each.reference}
                                    {each.role && ` · ${words.role[each.role] ?? each.role}`}
                                </small>
                            </th>
                            <td>
                                {each.unit_name}
                                <small>{each.unit}</small>
                            </td>
                            <td className="number">{each.address}</td>
                            <td>
                                <span className={`delivery-mark of-${kindOf(each.state)}`} aria-hidden />
                                {words.delivery[each.state]}
                                <small>
                                    {[
                                        each.cause && reasonOf(each.cause),
                                        each.attempts > 0 && t.attempt(format.count(each.attempts)),
                                    ]
                                        .filter(Boolean)
                                        .join(" · ")}
                                </small>
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    )
}
