import { Card, Empty, Table } from "antd"
import type { ReactNode } from "react"
import { Link } from "react-router-dom"

import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { useReason } from "../../shown/reason"
import { UrgencyTag } from "../../shown/Tags"
import { useWords } from "../../shown/words"
import { Bars } from "./Bars"
import { worstCauses, type Reach, type Report, type Sum } from "./report"

const said = texts({
    vi: {
        bulletins: "Bản tin",
        broadcasts: "Đợt phát",
        destinations: "Nơi nhận",
        reached: "Đã tới",
        waiting: "Đang chờ",
        missed: "Không tới",
        coverage: "Tỷ lệ tới",
        to95: "Đạt 95% sau",
        to95About: "trung vị các đợt phát",
        refusals: "Địa chỉ từ chối mới",
        lifted: "Gỡ ra",
        liftedToo: (count: string) => `gỡ ra ${count}`,
        underOne: "dưới 1 giây",
        notSent: (count: string) => `${count} chưa phát`,
        none: "–",
        byArea: "Theo sáu nội dung cải cách hành chính",
        noArea: "Không thuộc sáu nội dung",
        areaFigure: (n: number, count: string, share: string) => `${count} bản tin${n > 0 ? `, tới ${share}` : ""}`,
        byChannel: "Theo kênh",
        channel: "Kênh",
        byDepartment: "Theo phòng, đơn vị soạn",
        department: "Phòng, đơn vị",
        noDepartment: "(không ghi)",
        byUrgency: "Theo mức khẩn",
        urgency: "Mức khẩn",
        causes: "Lý do không tới",
        noCauses: "Không có lượt gửi nào hỏng.",
        listOf: "Các đợt phát trong kỳ",
        title: "Bản tin",
        area: "Nội dung",
        takenIn: "Tiếp nhận",
        nothing: "Trong kỳ không có đợt phát nào. Chọn kỳ khác.",
        refusalCauses: "Danh sách từ chối trong kỳ",
        refusalCause: {
            unsubscribed: "Người nhận từ chối bằng liên kết trong thư",
            unusable: "Địa chỉ không còn dùng được",
            by_hand: "Quản trị viên ghi vào danh sách",
            other: "Lý do khác",
        } as Record<string, string>,
        added: "Thêm vào",
        noRefusals: "Không có thay đổi nào.",
        cause: "Lý do",
    },
    en: {
        bulletins: "Bulletins",
        broadcasts: "Broadcasts",
        destinations: "Destinations",
        reached: "Reached",
        waiting: "Waiting",
        missed: "Missed",
        coverage: "Coverage",
        to95: "95% after",
        to95About: "median of the broadcasts",
        refusals: "New refusals",
        lifted: "Lifted",
        liftedToo: (count: string) => `${count} lifted`,
        underOne: "less than 1 s",
        notSent: (count: string) => `${count} never begun`,
        none: "–",
        byArea: "By the six content areas",
        noArea: "None of the six",
        areaFigure: (n: number, count: string, share: string) =>
            `${count} ${n === 1 ? "bulletin" : "bulletins"}${n > 0 ? `, ${share} reached` : ""}`,
        byChannel: "By channel",
        channel: "Channel",
        byDepartment: "By department",
        department: "Department",
        noDepartment: "(none)",
        byUrgency: "By urgency",
        urgency: "Urgency",
        causes: "Why missed",
        noCauses: "No delivery failed.",
        listOf: "Broadcasts of the period",
        title: "Bulletin",
        area: "Content area",
        takenIn: "Taken in",
        nothing: "There was no broadcast in this period. Choose another one.",
        refusalCauses: "List of refusals in the period",
        refusalCause: {
            unsubscribed: "By the link in mail",
            unusable: "Address of no use any more",
            by_hand: "By an administrator",
            other: "Other",
        } as Record<string, string>,
        added: "Added",
        noRefusals: "Nothing changed.",
        cause: "Cause",
    },
})

export function ReportFigures({ of }: { of: Report }) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const reason = useReason()
    const { totals } = of
    const share = ({ coverage }: Reach) => (coverage === null ? t.none : format.share(coverage))
    const time = (seconds: number | null) =>
        seconds === null ? t.none : seconds < 1 ? t.underOne : format.duration(seconds)
    const count = (n: number) => <span className="number">{format.count(n)}</span>
    const figure = (label: string, value: string, more?: string) => (
        <div className="report-figure">
            <dt>{label}</dt>
            <dd>
                <strong className="number">{value}</strong>
                {more && <small>{more}</small>}
            </dd>
        </div>
    )
    const section = (title: string, children: ReactNode) => (
        <Card>
            <h2>{title}</h2>
            {children}
        </Card>
    )
    const sums = [
        { title: t.bulletins, align: "right" as const, render: (_: unknown, each: Sum) => count(each.bulletins) },
        { title: t.destinations, align: "right" as const, render: (_: unknown, each: Sum) => count(each.destinations) },
        { title: t.coverage, align: "right" as const, render: (_: unknown, each: Sum) => share(each) },
        { title: t.to95, align: "right" as const, render: (_: unknown, each: Sum) => time(each.seconds_to_95) },
    ]
    const table = { size: "small" as const, pagination: false as const, scroll: { x: 430 } }
    const mostBulletins = Math.max(1, ...of.by_content_area.map(({ bulletins }) => bulletins))
    const causes = worstCauses(of, 12)
    const mostMissed = Math.max(1, ...causes.map(({ deliveries }) => deliveries))
    if (totals.broadcasts === 0 && totals.not_sent === 0)
        return (
            <Card>
                <Empty description={t.nothing} />
            </Card>
        )
    return (
        <div className="report-cards">
            <Card className="report-wide">
                <dl className="report-totals">
                    {figure(
                        t.bulletins,
                        format.count(totals.bulletins),
                        totals.not_sent > 0 ? t.notSent(format.count(totals.not_sent)) : undefined,
                    )}
                    {figure(t.broadcasts, format.count(totals.broadcasts))}
                    {figure(t.destinations, format.count(totals.destinations))}
                    {figure(t.reached, format.count(totals.reached))}
                    {figure(t.missed, format.count(totals.missed))}
                    {figure(t.coverage, share(totals))}
                    {figure(t.to95, time(totals.seconds_to_95), t.to95About)}
                    {figure(t.refusals, format.count(of.refusals.added), t.liftedToo(format.count(of.refusals.lifted)))}
                </dl>
            </Card>
            {section(
                t.byArea,
                <Bars
                    caption={t.byArea}
                    bars={of.by_content_area.map((each) => ({
                        key: String(each.content_area),
                        label:
                            each.content_area === null
                                ? t.noArea
                                : (words.contentArea[each.content_area - 1] ?? each.name),
                        figure: t.areaFigure(each.bulletins, format.count(each.bulletins), share(each)),
                        parts: [{ part: each.bulletins / mostBulletins, look: "plain" as const }],
                    }))}
                />,
            )}
            {section(
                t.byChannel,
                <>
                    <Bars
                        caption={t.byChannel}
                        bars={of.channels.map((each) => ({
                            key: each.channel,
                            label: words.channel[each.channel] ?? each.channel,
                            figure: `${share(each)} · ${t.to95.toLowerCase()} ${time(each.seconds_to_95)}`,
                            parts: [
                                { part: each.reached / Math.max(1, each.destinations), look: "good" as const },
                                { part: each.waiting / Math.max(1, each.destinations), look: "open" as const },
                                { part: each.missed / Math.max(1, each.destinations), look: "bad" as const },
                            ],
                        }))}
                    />
                    <Table
                        {...table}
                        rowKey="channel"
                        dataSource={of.channels}
                        columns={[
                            {
                                title: t.channel,
                                render: (_, each) => words.channel[each.channel] ?? each.channel,
                            },
                            { title: t.destinations, align: "right", render: (_, each) => count(each.destinations) },
                            { title: t.reached, align: "right", render: (_, each) => count(each.reached) },
                            { title: t.waiting, align: "right", render: (_, each) => count(each.waiting) },
                            { title: t.missed, align: "right", render: (_, each) => count(each.missed) },
                        ]}
                    />
                </>,
            )}
            {section(
                t.byDepartment,
                <Table
                    {...table}
                    rowKey="department"
                    dataSource={of.by_department}
                    columns={[{ title: t.department, render: (_, each) => each.department || t.noDepartment }, ...sums]}
                />,
            )}
            {section(
                t.byUrgency,
                <Table
                    {...table}
                    rowKey="urgency"
                    dataSource={of.by_urgency}
                    columns={[
                        { title: t.urgency, render: (_, each) => <UrgencyTag urgency={each.urgency} /> },
                        ...sums,
                    ]}
                />,
            )}
            {section(
                t.causes,
                causes.length === 0 ? (
                    <p>{t.noCauses}</p>
                ) : (
                    <Bars
                        caption={t.causes}
                        bars={causes.map((each) => ({
                            key: `${each.channel} ${each.cause}`,
                            label: `${words.channel[each.channel] ?? each.channel}: ${reason(each.cause)}`,
                            figure: format.count(each.deliveries),
                            parts: [{ part: each.deliveries / mostMissed, look: "bad" as const }],
                        }))}
                    />
                ),
            )}
            {section(
                t.refusalCauses,
                of.refusals.by_cause.length === 0 ? (
                    <p>{t.noRefusals}</p>
                ) : (
                    <Table
                        {...table}
                        rowKey="cause"
                        dataSource={of.refusals.by_cause}
                        columns={[
                            { title: t.cause, render: (_, each) => t.refusalCause[each.cause] },
                            { title: t.added, align: "right", render: (_, each) => count(each.added) },
                            { title: t.lifted, align: "right", render: (_, each) => count(each.lifted) },
                        ]}
                    />
                ),
            )}
            <Card className="report-wide">
                <h2>{t.listOf}</h2>
                <Table
                    {...table}
                    scroll={{ x: 860 }}
                    rowKey="id"
                    dataSource={of.broadcasts}
                    pagination={of.broadcasts.length > 50 && { pageSize: 50 }}
                    columns={[
                        {
                            title: t.title,
                            width: "28%",
                            render: (_, each) => <Link to={`/broadcasts/${each.id}`}>{each.title}</Link>,
                        },
                        { title: t.department, render: (_, each) => each.department || t.noDepartment },
                        {
                            title: t.area,
                            render: (_, each) =>
                                each.content_area === null ? t.none : words.contentArea[each.content_area - 1],
                        },
                        {
                            title: t.takenIn,
                            render: (_, each) => <span className="number">{format.day(each.taken_in)}</span>,
                        },
                        { title: t.destinations, align: "right", render: (_, each) => count(each.destinations) },
                        { title: t.reached, align: "right", render: (_, each) => count(each.reached) },
                        { title: t.coverage, align: "right", render: (_, each) => share(each) },
                        { title: t.to95, align: "right", render: (_, each) => time(each.seconds_to_95) },
                    ]}
                />
            </Card>
        </div>
    )
}
