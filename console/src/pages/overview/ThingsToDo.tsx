import { CheckCircleOutlined, ExclamationCircleOutlined, RightOutlined, WarningOutlined } from "@ant-design/icons"
import { Card } from "antd"
import { Link } from "react-router-dom"

import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { useReason } from "../../shown/reason"
import { useWords } from "../../shown/words"
import { useThingsToDo, type ThingToDo } from "./things-to-do"

const said = texts({
    vi: {
        title: "Cần xử lý",
        nothing: "Không có việc gì cần xử lý.",
        since: (at: string) => `từ ${at}`,
        what: {
            ledger: () => "Không đọc được sổ gửi",
            redis: () => "Mất kết nối với Redis, chưa nhận được bản tin mới",
            channel_closed: (about: string) => `Kênh ${about} đang tạm ngắt`,
            no_progress: (about: string) => `Kênh ${about} có việc nhưng không gửi được`,
            content_refused: (about: string) => `Nội dung bị từ chối: ${about}`,
            broadcast_paused: (about: string) => `Đang tạm dừng: ${about}`,
            needs_approval: (about: string) => `Chờ duyệt: ${about}`,
            held_correction: (about: string) => `Bản đính chính đang giữ, chờ quyết định: ${about}`,
            rejected: (_: string, count: string) => `${count} bản tin gửi tới không nhận được vì sai`,
        } as Record<string, (about: string, count: string) => string>,
        other: (about: string) => `Cảnh báo: ${about}`,
    },
    en: {
        title: "Needs a person",
        nothing: "Nothing needs to be done.",
        since: (at: string) => `since ${at}`,
        what: {
            ledger: () => "The ledger cannot be read",
            redis: () => "Redis is not connected: no new bulletins are taken in",
            channel_closed: (about: string) => `The channel ${about} is closed for a while`,
            no_progress: (about: string) => `The channel ${about} has work and gets nothing done`,
            content_refused: (about: string) => `Content refused: ${about}`,
            broadcast_paused: (about: string) => `Paused: ${about}`,
            needs_approval: (about: string) => `Waits for approval: ${about}`,
            held_correction: (about: string) => `A held correction waits for a decision: ${about}`,
            rejected: (_: string, count: string) => `${count} published bulletins could not be taken in`,
        } as Record<string, (about: string, count: string) => string>,
        other: (about: string) => `Alert: ${about}`,
    },
})

const pressing = new Set(["ledger", "redis", "channel_closed", "no_progress", "content_refused"])

export function ThingsToDo() {
    const t = useTexts(said)
    const things = useThingsToDo()
    return (
        <Card size="small" title={<h2 id="things-to-do">{t.title}</h2>}>
            {things.length === 0 ? (
                <p className="calm">
                    <CheckCircleOutlined aria-hidden className="calm-sign" /> {t.nothing}
                </p>
            ) : (
                <ul className="things" aria-labelledby="things-to-do">
                    {things.map((each) => (
                        <li key={each.key}>
                            <Thing of={each} />
                        </li>
                    ))}
                </ul>
            )}
        </Card>
    )
}

function Thing({ of }: { of: ThingToDo }) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const reasonOf = useReason()
    const say = t.what[of.alert] ?? t.other
    const channel = words.channel[of.channel || of.about]
    const about = of.channel ? `${of.about} (${channel ?? of.channel})` : (channel ?? of.about)
    const small = [of.why && reasonOf(of.why), of.since && t.since(format.moment(of.since))].filter(Boolean).join(" · ")
    const inside = (
        <>
            {pressing.has(of.alert) ? (
                <ExclamationCircleOutlined className="thing-sign is-pressing" aria-hidden />
            ) : (
                <WarningOutlined className="thing-sign" aria-hidden />
            )}
            <span className="thing-text">
                <span>{say(about, format.count(of.count))}</span>
                {small && <small>{small}</small>}
            </span>
            {of.path && <RightOutlined aria-hidden />}
        </>
    )
    return of.path ? (
        <Link to={of.path} className="thing">
            {inside}
        </Link>
    ) : (
        <span className="thing">{inside}</span>
    )
}
