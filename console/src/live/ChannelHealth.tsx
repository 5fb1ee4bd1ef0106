import { CheckCircleOutlined, PauseCircleOutlined, StopOutlined, SyncOutlined } from "@ant-design/icons"
import { Tag } from "antd"

import { texts, useTexts } from "../language/language"
import { useFormat } from "../shown/format"
import { useReason } from "../shown/reason"
import type { LiveChannel } from "./events"
import { useLive } from "./use-live"
import "./channel-health.css"

const said = texts({
    vi: {
        gate: { open: "Đang mở", closed: "Tạm ngắt", probing: "Đang thử lại" },
        paused: (who: string) => `${who} đã tạm dừng`,
        sending: "Đang gửi",
        allowed: "Cho phép lúc này",
        quota: "Hạn mức",
        rate: (n: string) => `${n}/giây`,
        unlimited: "không giới hạn",
        until: (at: string) => `thử lại lúc ${at}`,
        since: (at: string) => `từ ${at}`,
        stalled: (at: string) => `Có việc nhưng không gửi được từ ${at}`,
    },
    en: {
        gate: { open: "Open", closed: "Closed for a while", probing: "Trying again" },
        paused: (who: string) => `Paused by ${who}`,
        sending: "Sending",
        allowed: "Allowed now",
        quota: "Quota",
        rate: (n: string) => `${n}/s`,
        unlimited: "no limit",
        until: (at: string) => `tries again at ${at}`,
        since: (at: string) => `since ${at}`,
        stalled: (at: string) => `Has work and gets nothing done since ${at}`,
    },
})

const looks = {
    open: { color: "success", icon: <CheckCircleOutlined /> },
    closed: { color: "error", icon: <StopOutlined /> },
    probing: { color: "warning", icon: <SyncOutlined /> },
}

/** Whether a channel may be spoken to, who paused it, and its rate against what is allowed. */
export function ChannelHealth({ of }: { of: LiveChannel }) {
    const t = useTexts(said)
    const format = useFormat()
    const reasonOf = useReason()
    const { speeds } = useLive()
    const look = looks[of.gate]
    let sending = 0
    for (const [key, speed] of speeds) if (key.endsWith(` ${of.channel}`)) sending += speed.perSecond()
    const rate = (n: number) => (n > 0 ? t.rate(format.count(Math.round(n))) : t.unlimited)
    return (
        <>
            <p>
                <Tag color={look.color} icon={look.icon}>
                    {t.gate[of.gate]}
                </Tag>
                {of.paused && (
                    <Tag color="warning" icon={<PauseCircleOutlined />}>
                        {t.paused(of.paused_by)}
                    </Tag>
                )}
            </p>
            {of.gate !== "open" && (
                <p>
                    {[
                        of.why && reasonOf(of.why),
                        of.closed_since && t.since(format.time(of.closed_since)),
                        of.closed_until && t.until(format.time(of.closed_until)),
                    ]
                        .filter(Boolean)
                        .join(" · ")}
                </p>
            )}
            {of.stalled_since && <p>{t.stalled(format.time(of.stalled_since))}</p>}
            <dl className="figures number">
                <div>
                    <dt>{t.sending}</dt>
                    <dd>{t.rate(format.count(Math.round(sending)))}</dd>
                </div>
                <div>
                    <dt>{t.allowed}</dt>
                    <dd>{rate(of.rate)}</dd>
                </div>
                <div>
                    <dt>{t.quota}</dt>
                    <dd>{rate(of.quota)}</dd>
                </div>
            </dl>
        </>
    )
}
