import { useQueries, useQuery } from "@tanstack/react-query"
import { Descriptions, Spin } from "antd"

import { $api, api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { Loading } from "../../shown/Loading"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"

const said = texts({
    vi: {
        reference: "Mã",
        kind: "Loại",
        levels: "Cấp học",
        below: "Đơn vị trực thuộc",
        byLevel: "Số người theo vai trò và cấp học",
        level: "Cấp học",
        all: "Tất cả",
        twice: "Tính cả các đơn vị cấp dưới. Trường có hai cấp học được tính ở cả hai.",
        channels: "Gửi tới được bao nhiêu",
        channel: "Kênh",
        people: "Số người",
        reachable: "Nơi nhận",
        none: "Không có địa chỉ",
        loading: "Đang đếm",
    },
    en: {
        reference: "Reference",
        kind: "Kind",
        levels: "Levels",
        below: "Units right below",
        byLevel: "People by role and level",
        level: "Level",
        all: "All",
        twice: "With all units below. A school with two levels counts at both.",
        channels: "How many can be reached",
        channel: "Channel",
        people: "People",
        reachable: "Destinations",
        none: "Without address",
        loading: "Counting",
    },
})

const roles = ["staff", "teacher", "parent"] as const
const levels = ["mn", "th", "thcs", "thpt", "gdtx"] as const
const fresh = 300_000

type Term = { unit: string; roles: (typeof roles)[number][]; levels?: (typeof levels)[number][] }

async function count(term: Term) {
    return (await api.POST("/api/audience/count", { body: { audience: { include: [term] } } })).data!.channels
}

export function UnitDetails({ reference }: { reference: string }) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const unit = $api.useQuery("get", "/api/units/{reference}", { params: { path: { reference } } })
    const channels = useQuery({
        queryKey: ["audience", reference],
        queryFn: () => count({ unit: reference, roles: [...roles] }),
        staleTime: fresh,
    })
    const cells = useQueries({
        queries: levels.flatMap((level) =>
            roles.map((role) => ({
                queryKey: ["audience", reference, level, role],
                queryFn: () => count({ unit: reference, roles: [role], levels: [level] }),
                staleTime: fresh,
            })),
        ),
    })
    if (unit.error) return <ProblemAlert why={unit.error} again={() => void unit.refetch()} />
    if (!unit.data) return <Loading />
    const failed = cells.find(({ error }) => error)
    const cellOf = (level: number, role: number) => {
        const found = cells[level * roles.length + role]!
        if (!found.data) return <Spin size="small" aria-label={t.loading} />
        return format.count(Math.max(0, ...found.data.map(({ destinations }) => destinations)))
    }
    return (
        <div className="unit-details">
            <h2>{unit.data.name}</h2>
            <Descriptions
                column={1}
                size="small"
                items={[
                    { key: "reference", label: t.reference, children: unit.data.reference },
                    { key: "kind", label: t.kind, children: words.unitKind[unit.data.kind] },
                    ...(unit.data.levels.length > 0
                        ? [
                              {
                                  key: "levels",
                                  label: t.levels,
                                  children: unit.data.levels.map((level) => words.level[level] ?? level).join(", "),
                              },
                          ]
                        : []),
                    { key: "below", label: t.below, children: format.count(unit.data.children) },
                ]}
            />
            <h3 id="by-level">{t.byLevel}</h3>
            <ProblemAlert why={failed?.error} again={() => cells.forEach((each) => void each.refetch())} />
            <div className="scrolls" role="region" aria-labelledby="by-level" tabIndex={0}>
                <table className="counts">
                    <thead>
                        <tr>
                            <th scope="col">{t.level}</th>
                            {roles.map((role) => (
                                <th key={role} scope="col">
                                    {words.role[role]}
                                </th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {levels.map((level, i) => (
                            <tr key={level}>
                                <th scope="row">{words.level[level]}</th>
                                {roles.map((role, j) => (
                                    <td key={role} className="number">
                                        {cellOf(i, j)}
                                    </td>
                                ))}
                            </tr>
                        ))}
                        <tr className="counts-all">
                            <th scope="row">{t.all}</th>
                            {roles.map((role) => (
                                <td key={role} className="number">
                                    {format.count(unit.data.people[role])}
                                </td>
                            ))}
                        </tr>
                    </tbody>
                </table>
            </div>
            <p className="hint">{t.twice}</p>
            <h3 id="by-channel">{t.channels}</h3>
            {channels.error ? (
                <ProblemAlert why={channels.error} again={() => void channels.refetch()} />
            ) : (
                <div className="scrolls" role="region" aria-labelledby="by-channel" tabIndex={0}>
                    <table className="counts">
                        <thead>
                            <tr>
                                <th scope="col">{t.channel}</th>
                                <th scope="col">{t.people}</th>
                                <th scope="col">{t.reachable}</th>
                                <th scope="col">{t.none}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {(channels.data ?? []).map((each) => (
                                <tr key={each.channel}>
                                    <th scope="row">{words.channel[each.channel] ?? each.channel}</th>
                                    <td className="number">{format.count(each.destinations)}</td>
                                    <td className="number">{format.count(each.reachable)}</td>
                                    <td className="number">{format.count(each.without_address)}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
        </div>
    )
}
