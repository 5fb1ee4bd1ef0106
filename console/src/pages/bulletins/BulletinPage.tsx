import { useQuery } from "@tanstack/react-query"
import { Card, Descriptions, Empty, Skeleton } from "antd"
import { Link, useParams } from "react-router-dom"

import { api } from "../../api/client"
import type { components } from "../../api/openapi"
import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useLive } from "../../live/use-live"
import { useRefresh } from "../../live/use-refresh"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useReason } from "../../shown/reason"
import { StateTag } from "../../shown/Tags"
import { useWords } from "../../shown/words"
import { fromBulletinPath } from "./bulletin-path"
import "./bulletins.css"

type Broadcast = components["schemas"]["broadcast"]

const said = texts({
    vi: {
        title: (id: string) => `Bản tin ${id}`,
        about: (source: string, id: string) => `${source} · mã ${id}`,
        versions: "Các phiên bản và đợt phát",
        version: (n: number) => `Phiên bản ${n}`,
        nothing: "Không có bản tin nào với mã này.",
        takenIn: "Nhận lúc",
        submitted: "Người trình",
        approved: "Người duyệt",
        began: "Bắt đầu gửi",
        ended: "Kết thúc",
        broadcast: (id: number) => `Xem đợt phát ${id}`,
        portal: "Cổng thông tin đăng",
        nobody: "Không cần duyệt",
        notYet: "Chưa",
    },
    en: {
        title: (id: string) => `Bulletin ${id}`,
        about: (source: string, id: string) => `${source} · ${id}`,
        versions: "Versions and broadcasts",
        version: (n: number) => `Version ${n}`,
        nothing: "There is no bulletin of this name.",
        takenIn: "Taken in",
        submitted: "Submitted by",
        approved: "Approved by",
        began: "First sent",
        ended: "Ended",
        broadcast: (id: number) => `See broadcast ${id}`,
        portal: "Published by the portal",
        nobody: "Needed no approval",
        notYet: "Not yet",
    },
})

/** All that was sent of one bulletin: its versions, the newest first. */
export default function BulletinPage() {
    const t = useTexts(said)
    const words = useWords()
    const parts = useParams()
    const source = fromBulletinPath(parts.source ?? "")
    const bulletin = fromBulletinPath(parts.id ?? "")
    const query = useQuery({
        queryKey: ["get", "/api/broadcasts", "versions", source, bulletin],
        queryFn: ({ signal }) => versionsOf(source, bulletin, signal),
    })
    const { broadcasts } = useLive()
    const ids = query.data?.map((each) => each.id) ?? []
    useRefresh(ids.map((id) => broadcasts.get(id)?.state).join(), [["get", "/api/broadcasts", "versions"]])
    const newest = query.data?.[0]
    return (
        <>
            <PageHeader
                title={newest?.title ?? t.title(bulletin)}
                about={t.about(words.source[source] ?? source, bulletin)}
            />
            <ProblemAlert why={query.error} again={() => void query.refetch()} />
            {query.isPending && <Skeleton active />}
            {query.data?.length === 0 && (
                <Card>
                    <Empty description={t.nothing} />
                </Card>
            )}
            {newest && (
                <section aria-label={t.versions} className="versions">
                    <h2>{t.versions}</h2>
                    {query.data!.map((each) => (
                        <Version key={each.id} of={each} />
                    ))}
                </section>
            )}
        </>
    )
}

async function versionsOf(source: string, bulletin: string, signal: AbortSignal): Promise<Broadcast[]> {
    const out: Broadcast[] = []
    for (let cursor: string | undefined; ;) {
        const query = { source, bulletin, limit: 200, ...(cursor ? { cursor } : {}) }
        const data = (await api.GET("/api/broadcasts", { params: { query }, signal })).data!
        out.push(...data.items)
        cursor = data.next
        if (!cursor) return out.sort((a, b) => b.version - a.version || b.id - a.id)
    }
}

function Version({ of }: { of: Broadcast }) {
    const t = useTexts(said)
    const format = useFormat()
    const reasonOf = useReason()
    const isWaiting = of.state === "held" && of.needs === "approval"
    const moment = (at: string | null) => (at ? format.moment(at) : t.notYet)
    return (
        <Card
            size="small"
            title={<h3>{t.version(of.version)}</h3>}
            extra={
                <>
                    <StateTag state={of.state} needs={of.needs} />
                    <Link to={`/broadcasts/${of.id}`}>{t.broadcast(of.id)}</Link>
                </>
            }
        >
            <p>{of.title}</p>
            {of.reason && <p>{reasonOf(of.reason)}</p>}
            <Descriptions
                size="small"
                column={{ xs: 1, md: 2, xl: 3 }}
                items={[
                    { key: "in", label: t.takenIn, children: format.moment(of.taken_in) },
                    { key: "by", label: t.submitted, children: of.submitted_by || t.portal },
                    { key: "ok", label: t.approved, children: of.approved_by || (isWaiting ? t.notYet : t.nobody) },
                    { key: "began", label: t.began, children: moment(of.first_sent_at) },
                    { key: "end", label: t.ended, children: moment(of.finished_at) },
                ]}
            />
        </Card>
    )
}
