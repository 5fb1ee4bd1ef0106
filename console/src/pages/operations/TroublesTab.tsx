import { RedoOutlined } from "@ant-design/icons"
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query"
import { App, Card, Empty } from "antd"
import { Link } from "react-router-dom"

import { api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { againStates, kindOf } from "../../live/tally"
import { useLive } from "../../live/use-live"
import { useRefresh } from "../../live/use-refresh"
import { useHasRole } from "../../session/session"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { useFormat } from "../../shown/format"
import { Loading } from "../../shown/Loading"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useReason } from "../../shown/reason"
import { useWords } from "../../shown/words"
import "../broadcast/delivery-bar.css"
import "../../shown/plain-table.css"

type Trouble = components["schemas"]["trouble"]

const said = texts({
    vi: {
        about: "Nơi nhận bị từ chối, không gửi được hoặc chưa rõ kết quả trong các đợt phát 30 ngày qua. Loa tự hỏi lại những nơi chưa rõ kết quả; không gửi lại khi chưa biết chắc.",
        nothing: "Không có trục trặc nào trong 30 ngày qua.",
        table: "Trục trặc theo nguyên nhân",
        broadcast: "Đợt phát",
        outcome: "Kết quả",
        cause: "Nguyên nhân",
        noCause: "Không rõ nguyên nhân",
        deliveries: "Số nơi nhận",
        action: "Việc cần làm",
        retry: "Gửi lại",
        retryTitle: "Gửi lại cho những nơi này?",
        retryText: (channel: string, cause: string) =>
            `Chỉ những nơi bị từ chối hoặc không gửi được qua ${channel} vì: ${cause}. Ai đã nhận thì không nhận lần nữa.`,
        retryVerb: (n: string) => `Gửi lại cho ${n} nơi nhận`,
        done: (n: string) => `Đã xếp lại ${n} nơi nhận để gửi.`,
        onlyOperator: "Chỉ người vận hành làm được việc này",
        byItself: "Loa tự hỏi lại",
        who: "Xem những nơi này",
    },
    en: {
        about: "Rejected, given up or unknown in the broadcasts of the last 30 days. What is unknown is looked up by itself; nothing is sent again before that is sure.",
        nothing: "No troubles in the last 30 days.",
        table: "Troubles by cause",
        broadcast: "Broadcast",
        outcome: "Outcome",
        cause: "Cause",
        noCause: "Cause unknown",
        deliveries: "Destinations",
        action: "What to do",
        retry: "Send again",
        retryTitle: "Send again to these?",
        retryText: (channel: string, cause: string) =>
            `Only those rejected or given up by ${channel} because of: ${cause}. Who has it gets nothing more.`,
        retryVerb: (n: string) => `Send again to ${n} destinations`,
        done: (n: string) => `${n} destinations are queued again.`,
        onlyOperator: "Only an operator may do this",
        byItself: "Looked up by itself",
        who: "See who",
    },
})

export function TroublesTab() {
    const t = useTexts(said)
    const query = useInfiniteQuery({
        queryKey: ["get", "/api/troubles", "pages"],
        queryFn: async ({ pageParam, signal }) =>
            (await api.GET("/api/troubles", { params: { query: pageParam ? { cursor: pageParam } : {} }, signal }))
                .data!,
        initialPageParam: "",
        getNextPageParam: (last) => last.next,
    })
    const { broadcasts } = useLive()
    const signs = [...broadcasts.values()].map(({ id, state, channels }) =>
        [
            id,
            state,
            ...channels.flatMap(({ counts }) => [counts.dead ?? 0, counts.unknown ?? 0, counts.rejected ?? 0]),
        ].join(" "),
    )
    useRefresh(signs.join(), [["get", "/api/troubles"]], 5_000)
    const items = query.data?.pages.flatMap((each) => each.items) ?? []
    return (
        <Card size="small">
            <p>{t.about}</p>
            <ProblemAlert why={query.error} again={() => void query.refetch()} />
            {query.isPending && <Loading />}
            {query.data && items.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.nothing} />}
            {items.length > 0 && <TroubleTable items={items} />}
            <MoreButton of={query} />
        </Card>
    )
}

function TroubleTable({ items }: { items: Trouble[] }) {
    const t = useTexts(said)
    const format = useFormat()
    const words = useWords()
    const reasonOf = useReason()
    return (
        <div className="scrolls" tabIndex={0} role="region" aria-label={t.table}>
            <table className="plain-table stacks troubles-table">
                <thead>
                    <tr>
                        <th scope="col">{t.broadcast}</th>
                        <th scope="col">{t.outcome}</th>
                        <th scope="col">{t.cause}</th>
                        <th scope="col" className="number">
                            {t.deliveries}
                        </th>
                        <th scope="col">{t.action}</th>
                    </tr>
                </thead>
                <tbody>
                    {items.map((each) => (
                        <tr key={`${each.broadcast} ${each.channel} ${each.state} ${each.cause}`}>
                            <th scope="row">
                                <Link to={`/broadcasts/${each.broadcast}`}>{each.title}</Link>
                                <small>{words.channel[each.channel] ?? each.channel}</small>
                            </th>
                            <td>
                                <span className={`delivery-mark of-${kindOf(each.state)}`} aria-hidden />
                                {words.delivery[each.state]}
                            </td>
                            <td>{each.cause ? reasonOf(each.cause) : t.noCause}</td>
                            <td className="number">{format.count(each.deliveries)}</td>
                            <td>
                                {each.state === "unknown"
                                    ? t.byItself
                                    : each.cause && <Requeue of={each} all={items} />}
                                <small>
                                    <Link
                                        to={`/broadcasts/${each.broadcast}?${new URLSearchParams({ view: "missed", channel: each.channel, state: each.state, ...(each.cause ? { cause: each.cause } : {}) })}`}
                                    >
                                        {t.who}
                                    </Link>
                                </small>
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    )
}

/** By channel and cause; a cause may have made some dead and have others rejected. */
function Requeue({ of, all }: { of: Trouble; all: Trouble[] }) {
    const t = useTexts(said)
    const format = useFormat()
    const words = useWords()
    const reasonOf = useReason()
    const { message } = App.useApp()
    const queries = useQueryClient()
    const off = useHasRole("operator") ? undefined : t.onlyOperator
    const people = all
        .filter(
            (each) =>
                each.broadcast === of.broadcast &&
                each.channel === of.channel &&
                each.cause === of.cause &&
                againStates.includes(each.state),
        )
        .reduce((sum, each) => sum + each.deliveries, 0)
    const act = async () => {
        const { data } = await api.POST("/api/broadcasts/{id}/retry", {
            params: { path: { id: of.broadcast } },
            body: { channel: of.channel, cause: of.cause },
        })
        void message.success(t.done(format.count(data!.queued)))
        await queries.invalidateQueries({ queryKey: ["get", "/api/troubles"] })
    }
    return (
        <ConfirmedButton
            label={t.retry}
            icon={<RedoOutlined />}
            size="small"
            off={off}
            title={t.retryTitle}
            verb={t.retryVerb(format.count(people))}
            act={act}
        >
            <p>{of.title}</p>
            <p>{t.retryText(words.channel[of.channel] ?? of.channel, reasonOf(of.cause))}</p>
        </ConfirmedButton>
    )
}
