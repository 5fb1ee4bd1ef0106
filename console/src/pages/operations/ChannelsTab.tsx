import { PauseOutlined, PlayCircleOutlined } from "@ant-design/icons"
import { App, Card, Skeleton } from "antd"

import { api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { ChannelHealth } from "../../live/ChannelHealth"
import type { LiveBroadcast, LiveChannel } from "../../live/events"
import { useLive } from "../../live/use-live"
import { useNow } from "../../live/use-now"
import { useHasRole } from "../../session/session"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { useFormat } from "../../shown/format"
import { useWords } from "../../shown/words"

const said = texts({
    vi: {
        about: "Tạm dừng một kênh thì mọi đợt phát ngừng gửi qua kênh đó, các kênh khác vẫn gửi.",
        channel: (name: string) => `Kênh ${name}`,
        open: (n: string, broadcasts: string) => `${n} nơi nhận đang chờ trong ${broadcasts} đợt phát`,
        idle: "Không có gì đang chờ gửi.",
        onlyOperator: "Chỉ người vận hành làm được việc này",
        pause: "Tạm dừng kênh",
        pauseTitle: (name: string) => `Tạm dừng kênh ${name}?`,
        pauseText: (n: string) =>
            `${n} nơi nhận đang chờ, và mọi đợt phát sau này, chưa được gửi qua kênh này cho tới khi cho gửi tiếp. Tin quá hạn trong lúc dừng sẽ không gửi nữa.`,
        pauseVerb: (n: string) => `Tạm dừng với ${n} nơi nhận`,
        resume: "Cho kênh gửi tiếp",
        resumeTitle: (name: string) => `Cho kênh ${name} gửi tiếp?`,
        resumeText: (n: string) => `Gửi tiếp tới ${n} nơi nhận đang chờ. Không ai nhận hai lần.`,
        resumeVerb: (n: string) => `Gửi tiếp tới ${n} nơi nhận`,
        paused: "Kênh đã tạm dừng.",
        resumed: "Kênh đang gửi tiếp.",
    },
    en: {
        about: "A channel that is paused is paused for all broadcasts; the others go on.",
        channel: (name: string) => `Channel ${name}`,
        open: (n: string, broadcasts: string) => `${n} destinations wait in ${broadcasts} broadcasts`,
        idle: "Nothing waits to be sent.",
        onlyOperator: "Only an operator may do this",
        pause: "Pause the channel",
        pauseTitle: (name: string) => `Pause the channel ${name}?`,
        pauseText: (n: string) =>
            `The ${n} destinations that wait, and all later broadcasts, get nothing on this channel until it is resumed. What expires meanwhile is not sent.`,
        pauseVerb: (n: string) => `Pause for ${n} destinations`,
        resume: "Resume the channel",
        resumeTitle: (name: string) => `Resume the channel ${name}?`,
        resumeText: (n: string) => `Goes on to the ${n} destinations that wait. Nobody gets it twice.`,
        resumeVerb: (n: string) => `Resume for ${n} destinations`,
        paused: "The channel is paused.",
        resumed: "The channel goes on.",
    },
})

const movable = new Set(["sending", "paused"])

export function ChannelsTab() {
    const t = useTexts(said)
    const { channels, broadcasts, line } = useLive()
    useNow(5_000)
    const sent = [...broadcasts.values()].filter((each) => movable.has(each.state))
    return (
        <>
            <p>{t.about}</p>
            {channels.size === 0 && line === "connecting" && <Skeleton active />}
            <div className="channel-cards">
                {[...channels.values()].map((each) => (
                    <OneChannel key={each.channel} of={each} sent={sent} />
                ))}
            </div>
        </>
    )
}

function OneChannel({ of, sent }: { of: LiveChannel; sent: LiveBroadcast[] }) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const { message } = App.useApp()
    const off = useHasRole("operator") ? undefined : t.onlyOperator
    const name = words.channel[of.channel] ?? of.channel
    const open = sent
        .map((each) => each.channels.find((one) => one.channel === of.channel)?.open ?? 0)
        .filter((each) => each > 0)
    const people = format.count(open.reduce((sum, each) => sum + each, 0))
    const path = { params: { path: { name: of.channel } } }
    return (
        <Card
            size="small"
            title={<h2>{t.channel(name)}</h2>}
            extra={
                of.paused ? (
                    <ConfirmedButton
                        key="resume"
                        label={t.resume}
                        icon={<PlayCircleOutlined />}
                        type="primary"
                        off={off}
                        title={t.resumeTitle(name)}
                        verb={t.resumeVerb(people)}
                        act={async () => {
                            await api.POST("/api/channels/{name}/resume", path)
                            void message.success(t.resumed)
                        }}
                    >
                        <p>{t.resumeText(people)}</p>
                    </ConfirmedButton>
                ) : (
                    <ConfirmedButton
                        key="pause"
                        label={t.pause}
                        icon={<PauseOutlined />}
                        off={off}
                        title={t.pauseTitle(name)}
                        verb={t.pauseVerb(people)}
                        act={async () => {
                            await api.POST("/api/channels/{name}/pause", path)
                            void message.success(t.paused)
                        }}
                    >
                        <p>{t.pauseText(people)}</p>
                    </ConfirmedButton>
                )
            }
        >
            <ChannelHealth of={of} />
            <p className="channel-open">{open.length > 0 ? t.open(people, format.count(open.length)) : t.idle}</p>
        </Card>
    )
}
