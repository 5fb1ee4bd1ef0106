import { RedoOutlined } from "@ant-design/icons"
import { useQueryClient } from "@tanstack/react-query"
import { App, Form, Radio, Select } from "antd"
import { useState } from "react"

import { api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { againStates, sumOf } from "../../live/tally"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { useFormat } from "../../shown/format"
import { useReason } from "../../shown/reason"
import { useWords } from "../../shown/words"
import type { CountedBroadcast } from "./BroadcastActions"
import { useTroublesOf } from "./troubles-of"

const said = texts({
    vi: {
        retry: "Gửi lại",
        title: "Gửi lại cho những nơi chưa nhận được?",
        nobody: "Không có nơi nhận nào bị từ chối hoặc không gửi được",
        text: "Chỉ gửi lại cho nơi nhận bị từ chối hoặc không gửi được. Ai đã nhận thì không nhận lần nữa.",
        which: "Gửi lại cho",
        all: "Tất cả",
        byChannel: "Một kênh",
        byCause: "Một nguyên nhân",
        channel: "Kênh",
        cause: "Nguyên nhân",
        noCause: "Không rõ nguyên nhân",
        verb: (n: string) => `Gửi lại cho ${n} nơi nhận`,
        done: (n: string) => `Đã xếp lại ${n} nơi nhận để gửi.`,
        option: (what: string, n: string) => `${what} (${n})`,
    },
    en: {
        retry: "Send again",
        title: "Send again to those who were missed?",
        nobody: "Nobody was rejected or given up",
        text: "Only those who were rejected or given up get it again. Who has it gets nothing more.",
        which: "Send again to",
        all: "All of them",
        byChannel: "One channel",
        byCause: "One cause",
        channel: "Channel",
        cause: "Cause",
        noCause: "Cause unknown",
        verb: (n: string) => `Send again to ${n} destinations`,
        done: (n: string) => `${n} destinations are queued again.`,
        option: (what: string, n: string) => `${what} (${n})`,
    },
})

type Scope = "all" | "channel" | "cause"

/** To exactly those who were missed: all, on one channel, or for one cause. */
export function RetryButton({ broadcast, off }: { broadcast: CountedBroadcast; off?: string }) {
    const t = useTexts(said)
    const format = useFormat()
    const words = useWords()
    const reasonOf = useReason()
    const { message } = App.useApp()
    const queries = useQueryClient()
    const [scope, setScope] = useState<Scope>("all")
    const [channel, setChannel] = useState<string>()
    const [cause, setCause] = useState<string>()
    const [isOpen, setOpen] = useState(false)

    const { id } = broadcast
    const counts = broadcast.channels.map((each) => ({
        channel: each.channel,
        missed: sumOf(each.counts ?? {}, againStates),
    }))
    const all = counts.reduce((sum, each) => sum + each.missed, 0)
    const causes = useTroublesOf(id, isOpen && all > 0)

    const begin = () => {
        setScope("all")
        setOpen(true)
    }
    const countOfCause = (which: string | undefined) =>
        causes.filter((each) => each.cause === which).reduce((sum, each) => sum + each.deliveries, 0)
    const people =
        scope === "all"
            ? all
            : scope === "channel"
              ? (counts.find((each) => each.channel === channel)?.missed ?? 0)
              : countOfCause(cause)
    const act = async () => {
        const body = scope === "channel" ? { channel: channel! } : scope === "cause" ? { cause: cause! } : {}
        const { data } = await api.POST("/api/broadcasts/{id}/retry", { params: { path: { id } }, body })
        void message.success(t.done(format.count(data!.queued)))
        await Promise.all(
            [
                ["get", "/api/broadcasts/{id}"],
                ["get", "/api/broadcasts/{id}/history"],
                ["get", "/api/troubles"],
                ["troubles"],
            ].map((queryKey) => queries.invalidateQueries({ queryKey })),
        )
    }
    const known = [...new Set(causes.map((each) => each.cause))].filter(Boolean)
    return (
        <ConfirmedButton
            label={t.retry}
            icon={<RedoOutlined />}
            off={off ?? (all === 0 ? t.nobody : undefined)}
            title={t.title}
            verb={t.verb(format.count(people))}
            ready={people > 0}
            act={act}
            onOpen={begin}
        >
            <p>{t.text}</p>
            <Form layout="vertical">
                <Form.Item label={t.which}>
                    <Radio.Group
                        aria-label={t.which}
                        value={scope}
                        onChange={(event) => setScope(event.target.value as Scope)}
                        options={[
                            { value: "all", label: t.option(t.all, format.count(all)) },
                            { value: "channel", label: t.byChannel },
                            { value: "cause", label: t.byCause, disabled: known.length === 0 },
                        ]}
                    />
                </Form.Item>
                {scope === "channel" && (
                    <Form.Item label={t.channel} htmlFor="retry-channel">
                        <Select
                            id="retry-channel"
                            value={channel}
                            onChange={setChannel}
                            options={counts.map((each) => ({
                                value: each.channel,
                                label: t.option(words.channel[each.channel] ?? each.channel, format.count(each.missed)),
                                disabled: each.missed === 0,
                            }))}
                        />
                    </Form.Item>
                )}
                {scope === "cause" && (
                    <Form.Item label={t.cause} htmlFor="retry-cause">
                        <Select
                            id="retry-cause"
                            value={cause}
                            onChange={setCause}
                            options={known.map((each) => ({
                                value: each,
                                label: t.option(reasonOf(each), format.count(countOfCause(each))),
                            }))}
                        />
                    </Form.Item>
                )}
            </Form>
        </ConfirmedButton>
    )
}
