import { CloseCircleOutlined, PauseOutlined, PlayCircleOutlined } from "@ant-design/icons"
import { useQueryClient } from "@tanstack/react-query"
import { App } from "antd"

import { api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { tallyOf } from "../../live/tally"
import { useHasRole } from "../../session/session"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { useFormat } from "../../shown/format"
import { ReleaseButton } from "./ReleaseButton"
import { RetryButton } from "./RetryButton"

export type CountedBroadcast = components["schemas"]["counted_broadcast"]

const said = texts({
    vi: {
        onlyOperator: "Chỉ người vận hành làm được việc này",
        pause: "Tạm dừng",
        pauseTitle: "Tạm dừng đợt phát này?",
        pauseText: (n: string) =>
            `${n} nơi nhận còn lại chưa được gửi tới khi cho gửi tiếp. Phần đang gửi dở vẫn gửi xong. Tin quá hạn trong lúc dừng sẽ không gửi nữa.`,
        pauseVerb: (n: string) => `Tạm dừng với ${n} nơi nhận`,
        paused: "Đã tạm dừng.",
        resume: "Gửi tiếp",
        resumeTitle: "Gửi tiếp đợt phát này?",
        resumeText: (n: string) => `Gửi tiếp tới ${n} nơi nhận còn lại. Không ai nhận hai lần.`,
        resumeVerb: (n: string) => `Gửi tiếp tới ${n} nơi nhận`,
        resumed: "Đang gửi tiếp.",
        cancel: "Hủy đợt phát",
        cancelTitle: "Hủy đợt phát này?",
        cancelText: (n: string) => `${n} nơi nhận còn lại sẽ không nhận được. Không khôi phục được đợt phát đã hủy.`,
        cancelUnplanned: "Chưa ai nhận được tin này và sẽ không ai nhận được. Không khôi phục được đợt phát đã hủy.",
        cancelVerb: (n: string) => `Hủy với ${n} nơi nhận`,
        cancelPlain: "Hủy đợt phát",
        cancelled: "Đã hủy.",
        released: "Đã cho gửi.",
    },
    en: {
        onlyOperator: "Only an operator may do this",
        pause: "Pause",
        pauseTitle: "Pause this broadcast?",
        pauseText: (n: string) =>
            `The ${n} destinations left get nothing until it is resumed. What is under way is finished. What expires meanwhile is not sent.`,
        pauseVerb: (n: string) => `Pause for ${n} destinations`,
        paused: "Paused.",
        resume: "Resume",
        resumeTitle: "Resume this broadcast?",
        resumeText: (n: string) => `Goes on to the ${n} destinations left. Nobody gets it twice.`,
        resumeVerb: (n: string) => `Resume for ${n} destinations`,
        resumed: "Goes on.",
        cancel: "Cancel",
        cancelTitle: "Cancel this broadcast?",
        cancelText: (n: string) => `The ${n} destinations left will not get it. This cannot be undone.`,
        cancelUnplanned: "Nobody has it, and nobody will get it. This cannot be undone.",
        cancelVerb: (n: string) => `Cancel for ${n} destinations`,
        cancelPlain: "Cancel the broadcast",
        cancelled: "Cancelled.",
        released: "It goes out.",
    },
})

/** How many deliveries of all channels are not over. */
export const openOf = (broadcast: CountedBroadcast) =>
    broadcast.channels.reduce((sum, each) => sum + (each.counts ? tallyOf(each.counts).waiting : 0), 0)

export function BroadcastActions({ broadcast }: { broadcast: CountedBroadcast }) {
    const t = useTexts(said)
    const format = useFormat()
    const { message } = App.useApp()
    const queries = useQueryClient()
    const off = useHasRole("operator") ? undefined : t.onlyOperator
    const { id, state } = broadcast
    const path = { params: { path: { id } } }
    const open = format.count(openOf(broadcast))

    const done = (text: string) => async () => {
        void message.success(text)
        await Promise.all([
            queries.invalidateQueries({ queryKey: ["get", "/api/broadcasts/{id}", path] }),
            queries.invalidateQueries({ queryKey: ["get", "/api/broadcasts/{id}/history", path] }),
        ])
    }
    return (
        <>
            {state === "sending" && (
                <ConfirmedButton
                    label={t.pause}
                    icon={<PauseOutlined />}
                    off={off}
                    title={t.pauseTitle}
                    verb={t.pauseVerb(open)}
                    act={() => api.POST("/api/broadcasts/{id}/pause", path).then(done(t.paused))}
                >
                    <p>{t.pauseText(open)}</p>
                </ConfirmedButton>
            )}
            {state === "paused" && (
                <ConfirmedButton
                    label={t.resume}
                    icon={<PlayCircleOutlined />}
                    type="primary"
                    off={off}
                    title={t.resumeTitle}
                    verb={t.resumeVerb(open)}
                    act={() => api.POST("/api/broadcasts/{id}/resume", path).then(done(t.resumed))}
                >
                    <p>{t.resumeText(open)}</p>
                </ConfirmedButton>
            )}
            {state === "held" && broadcast.needs === "correction" && (
                <ReleaseButton
                    id={id}
                    off={off}
                    act={() => api.POST("/api/broadcasts/{id}/release", path).then(done(t.released))}
                />
            )}
            <RetryButton broadcast={broadcast} off={off} />
            {(state === "sending" || state === "paused" || state === "waiting" || state === "held") && (
                <ConfirmedButton
                    label={t.cancel}
                    icon={<CloseCircleOutlined />}
                    danger
                    off={off}
                    title={t.cancelTitle}
                    verb={broadcast.planned_at ? t.cancelVerb(open) : t.cancelPlain}
                    act={() => api.POST("/api/broadcasts/{id}/cancel", path).then(done(t.cancelled))}
                >
                    <p>{broadcast.planned_at ? t.cancelText(open) : t.cancelUnplanned}</p>
                </ConfirmedButton>
            )}
        </>
    )
}
