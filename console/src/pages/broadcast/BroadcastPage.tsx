import { Alert, Skeleton } from "antd"
import { Link, useParams, useSearchParams } from "react-router-dom"

import { $api } from "../../api/client"
import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useLive } from "../../live/use-live"
import { useRefresh } from "../../live/use-refresh"
import { useFormat } from "../../shown/format"
import { Parts } from "../../shown/Parts"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useReason } from "../../shown/reason"
import { StateTag, UrgencyTag } from "../../shown/Tags"
import { useWords } from "../../shown/words"
import { bulletinPath } from "../bulletins/bulletin-path"
import { BroadcastActions } from "./BroadcastActions"
import { ContentTab } from "./ContentTab"
import { MissedTab } from "./MissedTab"
import { ProgressTab } from "./ProgressTab"
import { UnitsTab } from "./UnitsTab"
import "./broadcast.css"

const said = texts({
    vi: {
        title: (id: string) => `Đợt phát ${id}`,
        versions: "mọi phiên bản",
        version: (n: number) => `phiên bản ${n}`,
        takenIn: (at: string) => `nhận lúc ${at}`,
        progress: "Tiến độ",
        units: "Theo đơn vị",
        missed: "Chưa nhận được",
        content: "Nội dung đã gửi",
        views: "Các phần của đợt phát",
        approval: "Chờ người có quyền duyệt.",
        toApproval: "Đến trang duyệt",
    },
    en: {
        title: (id: string) => `Broadcast ${id}`,
        versions: "all versions",
        version: (n: number) => `version ${n}`,
        takenIn: (at: string) => `taken in ${at}`,
        progress: "Progress",
        units: "By unit",
        missed: "Not reached",
        content: "As it went out",
        views: "Parts of the broadcast",
        approval: "Waits for an approver.",
        toApproval: "To the approval",
    },
})

const views = ["progress", "units", "missed", "content"] as const

export default function BroadcastPage() {
    const { id = "" } = useParams()
    return <Broadcast key={id} id={Number(id)} />
}

function Broadcast({ id }: { id: number }) {
    const t = useTexts(said)
    const format = useFormat()
    const words = useWords()
    const reasonOf = useReason()
    const [search, setSearch] = useSearchParams()
    const { broadcasts } = useLive()
    const live = broadcasts.get(id)
    const path = { params: { path: { id } } }
    const query = $api.useQuery("get", "/api/broadcasts/{id}", path)

    // What happened to it changes its history; what was committed changes who was missed and why.
    const parts = ["", "/history", "/units", "/missed"] as const
    const keys = parts.map((part) => ["get", `/api/broadcasts/{id}${part}`])
    useRefresh(`${live?.state} ${live?.reason}`, keys)
    useRefresh(live?.channels.map((each) => `${each.channel} ${each.open}`).join() ?? "", keys, 5_000)

    if (query.error)
        return (
            <>
                <PageHeader title={t.title(`${id}`)} />
                <ProblemAlert why={query.error} again={() => void query.refetch()} />
            </>
        )
    if (!query.data)
        return (
            <>
                <PageHeader title={t.title(`${id}`)} />
                <Skeleton active />
            </>
        )
    const broadcast = query.data
    const state = live?.state ?? broadcast.state
    const reason = live ? live.reason : broadcast.reason
    const show = (changes: Record<string, string>) => setSearch(changes, { replace: false })
    const view = views.find((each) => each === search.get("view")) ?? "progress"
    const facts = [
        words.source[broadcast.source] ?? broadcast.source,
        broadcast.department,
        broadcast.content_area && words.contentArea[broadcast.content_area - 1],
        t.version(broadcast.version),
        t.takenIn(format.moment(broadcast.taken_in)),
    ].filter(Boolean)
    return (
        <>
            <PageHeader
                title={broadcast.title}
                about={
                    <>
                        {facts.join(" · ")} ·{" "}
                        <Link to={bulletinPath(broadcast.source, broadcast.bulletin)}>{t.versions}</Link>
                        <span className="broadcast-state" aria-live="polite">
                            <StateTag state={state} needs={broadcast.needs} />{" "}
                            <UrgencyTag urgency={broadcast.urgency} />
                        </span>
                    </>
                }
                actions={<BroadcastActions broadcast={{ ...broadcast, state }} />}
            />
            {reason && (
                <Alert
                    type={state === "held" || state === "paused" ? "warning" : "info"}
                    showIcon
                    message={reasonOf(reason)}
                    description={
                        state === "held" &&
                        broadcast.needs === "approval" && (
                            <>
                                {t.approval} <Link to={`/approvals/${id}`}>{t.toApproval}</Link>
                            </>
                        )
                    }
                />
            )}
            <Parts
                label={t.views}
                current={view}
                items={views.map((key) => ({ key, label: t[key], path: `?view=${key}` }))}
            />
            {view === "progress" && <ProgressTab broadcast={broadcast} live={live} show={show} />}
            {view === "units" && <UnitsTab broadcast={broadcast} />}
            {view === "missed" && <MissedTab broadcast={broadcast} />}
            {view === "content" && <ContentTab broadcast={broadcast} />}
        </>
    )
}
