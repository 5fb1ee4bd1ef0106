import { keepPreviousData } from "@tanstack/react-query"
import { Breadcrumb, Button, Card, Flex, Segmented, Skeleton } from "antd"
import { Link, useSearchParams } from "react-router-dom"

import { $api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"
import type { CountedBroadcast } from "./BroadcastActions"
import { ChannelChoice } from "./ChannelChoice"
import "../../shown/plain-table.css"

type Outcome = components["schemas"]["unit_outcome"]

const said = texts({
    vi: {
        how: "Cách xem",
        tree: "Theo cây đơn vị",
        schools: "Trường chậm nhất",
        top: "Toàn bộ đối tượng nhận",
        where: "Đang xem",
        unit: "Đơn vị",
        destinations: "Người nhận",
        reached: "Đã tới",
        waiting: "Đang chờ",
        missed: "Chưa nhận được",
        noAddress: (n: string) => `trong đó ${n} không có địa chỉ`,
        who: (n: string, unit: string) => `${n} nơi chưa nhận được ở ${unit}: xem danh sách`,
        below: (n: string) => `${n} đơn vị trực thuộc`,
        nothing: "Không có đơn vị nào có nơi nhận trên kênh này.",
        countedAt: (at: string) => `Đếm lúc ${at}`,
        more: "Trang sau",
        first: "Về trang đầu",
        unplanned: "Chưa bắt đầu gửi, nên chưa có số theo đơn vị.",
    },
    en: {
        how: "View",
        tree: "As a tree of units",
        schools: "Schools that lag most",
        top: "The whole audience",
        where: "You are at",
        unit: "Unit",
        destinations: "People",
        reached: "Reached",
        waiting: "Waiting",
        missed: "Not reached",
        noAddress: (n: string) => `of them ${n} without an address`,
        who: (n: string, unit: string) => `${n} not reached at ${unit}: see the list`,
        below: (n: string) => `${n} units below`,
        nothing: "No unit has a destination on this channel.",
        countedAt: (at: string) => `Counted at ${at}`,
        more: "Next page",
        first: "To the first page",
        unplanned: "Not begun, so that nobody is counted yet.",
    },
})

/** How far it got by unit; where one is, is in the address: `at` holds the way down, with the names. */
export function UnitsTab({ broadcast }: { broadcast: CountedBroadcast }) {
    const t = useTexts(said)
    const format = useFormat()
    const [search, setSearch] = useSearchParams()
    const channel = search.get("channel") ?? broadcast.channels[0]?.channel ?? ""
    const way = search
        .getAll("at")
        .map((each) => ({ unit: each.split("|")[0]!, name: each.split("|").slice(1).join("|") }))
    const parent = way[way.length - 1]?.unit
    const schools = search.get("by") === "schools"
    const query = $api.useQuery(
        "get",
        "/api/broadcasts/{id}/units",
        {
            params: {
                path: { id: broadcast.id },
                query: {
                    channel,
                    ...(parent ? { parent } : {}),
                    ...(schools ? { kind: "school" as const } : {}),
                    ...(search.get("cursor") ? { cursor: search.get("cursor")! } : {}),
                },
            },
        },
        { enabled: channel !== "" && broadcast.planned_at !== null, placeholderData: keepPreviousData },
    )
    const change = (with_: (next: URLSearchParams) => void) => {
        const next = new URLSearchParams(search)
        next.delete("cursor")
        with_(next)
        setSearch(next)
    }
    const goTo = (depth: number) =>
        change((next) => {
            next.delete("at")
            for (const each of way.slice(0, depth)) next.append("at", `${each.unit}|${each.name}`)
        })
    const into = (unit: Outcome) => change((next) => next.append("at", `${unit.unit}|${unit.name}`))
    const missedOf = (unit: Outcome) =>
        `?${new URLSearchParams({ view: "missed", channel, unit: unit.unit, unit_name: unit.name })}`

    if (!broadcast.planned_at) return <Card size="small">{t.unplanned}</Card>
    return (
        <Card size="small">
            <Flex gap="middle" wrap align="center" className="tab-tools">
                <ChannelChoice
                    broadcast={broadcast}
                    value={channel}
                    onChange={(name) => change((next) => next.set("channel", name))}
                />
                <Segmented
                    aria-label={t.how}
                    value={schools ? "schools" : "tree"}
                    onChange={(value) =>
                        change((next) => (value === "tree" ? next.delete("by") : next.set("by", value)))
                    }
                    options={[
                        { value: "tree", label: t.tree },
                        { value: "schools", label: t.schools },
                    ]}
                />
            </Flex>
            <nav aria-label={t.where}>
                <Breadcrumb
                    className="tab-tools"
                    items={[{ unit: "", name: t.top }, ...way].map((each, depth) => ({
                        key: `${depth}`,
                        title:
                            depth === way.length ? (
                                <span aria-current="location">{each.name}</span>
                            ) : (
                                <Button type="link" size="small" onClick={() => goTo(depth)}>
                                    {each.name}
                                </Button>
                            ),
                    }))}
                />
            </nav>
            <ProblemAlert why={query.error} again={() => void query.refetch()} />
            {query.isPending && <Skeleton active />}
            {query.data && query.data.items.length === 0 && !query.data.next && <p>{t.nothing}</p>}
            {query.data && query.data.items.length > 0 && (
                <div className="scrolls" tabIndex={0} role="region" aria-label={t.where}>
                    <table className="plain-table units-table">
                        <thead>
                            <tr>
                                <th scope="col">{t.unit}</th>
                                <th scope="col" className="number">
                                    {t.missed}
                                </th>
                                <th scope="col" className="number">
                                    {t.waiting}
                                </th>
                                <th scope="col" className="number">
                                    {t.reached}
                                </th>
                                <th scope="col" className="number">
                                    {t.destinations}
                                </th>
                            </tr>
                        </thead>
                        <tbody>
                            {(schools ? query.data.items : byMissed(query.data.items)).map((each) => (
                                <UnitRow
                                    key={each.unit}
                                    unit={each}
                                    missedPath={missedOf(each)}
                                    into={() => into(each)}
                                />
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
            {query.data && (
                <Flex gap="small" align="center" wrap className="paging">
                    {search.get("cursor") && <Button onClick={() => change(() => {})}>{t.first}</Button>}
                    {query.data.next && (
                        <Button onClick={() => change((next) => next.set("cursor", query.data.next!))}>{t.more}</Button>
                    )}
                    <small>{t.countedAt(format.time(query.data.counted_at))}</small>
                </Flex>
            )}
        </Card>
    )
}

// Who has no address is missed on every broadcast: that says nothing about this one.
const byMissed = (units: Outcome[]) =>
    [...units].sort((a, b) => b.missed - b.no_address - (a.missed - a.no_address) || b.missed - a.missed)

function UnitRow({ unit, missedPath, into }: { unit: Outcome; missedPath: string; into(): void }) {
    const t = useTexts(said)
    const format = useFormat()
    const words = useWords()
    return (
        <tr>
            <th scope="row">
                {unit.children > 0 ? (
                    <Button type="link" size="small" onClick={into}>
                        {unit.name}
                    </Button>
                ) : (
                    unit.name
                )}
                <small>
                    {words.unitKind[unit.kind]}
                    {unit.children > 0 && ` · ${t.below(format.count(unit.children))}`}
                </small>
            </th>
            <td className="number">
                {unit.missed > 0 ? (
                    <Link to={missedPath} aria-label={t.who(format.count(unit.missed), unit.name)}>
                        {format.count(unit.missed)}
                    </Link>
                ) : (
                    0
                )}
                {unit.no_address > 0 && <small>{t.noAddress(format.count(unit.no_address))}</small>}
            </td>
            <td className="number">{format.count(unit.waiting)}</td>
            <td className="number">
                {format.count(unit.reached)}
                <small>{format.share(Math.floor((unit.reached / unit.destinations) * 1000) / 1000)}</small>
            </td>
            <td className="number">{format.count(unit.destinations)}</td>
        </tr>
    )
}
