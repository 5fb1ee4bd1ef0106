import { Checkbox, DatePicker } from "antd"

import { texts, useTexts } from "../../language/language"
import { useWords } from "../../shown/words"
import { Field } from "./Field"
import { ScheduleField } from "./ScheduleField"
import { fromWall, toWall, wallNow } from "./wall-time"
import type { FieldsProps } from "./WordFields"

const said = texts({
    vi: {
        channels: "Kênh gửi",
        oneNeeded: "Cần ít nhất một kênh.",
        expires: "Không gửi sau",
        expiresAbout: "Quá giờ này, nơi nào chưa nhận thì thôi. Bỏ trống nếu bản tin không hết hạn.",
    },
    en: {
        channels: "Channels",
        oneNeeded: "One channel is needed at least.",
        expires: "Not sent after",
        expiresAbout: "Who has not got it by then does not get it. Empty: it does not expire.",
    },
})

interface Props extends FieldsProps {
    allChannels: string[]
    startAt: string | null
    quiet: { from: string; to: string } | null
    onSchedule(start_at: string | null): void
}

export function SendFields(props: Props) {
    const { content, allChannels, startAt, quiet, tried, problemsOf, onChange, onSchedule } = props
    const t = useTexts(said)
    const words = useWords()
    const chosen = content.channels?.length ? content.channels : allChannels
    const isLast = (channel: string) => chosen.length === 1 && chosen[0] === channel
    return (
        <>
            <ScheduleField value={startAt} quiet={quiet} onChange={onSchedule} />
            <div className="field-grid">
                <Field id="channels" label={t.channels} group problems={problemsOf("channels")} tried={tried}>
                    {() => (
                        <Checkbox.Group
                            value={chosen}
                            onChange={(next) =>
                                onChange({ channels: next.length === allChannels.length ? null : next })
                            }
                            options={allChannels.map((channel) => ({
                                value: channel,
                                label: words.channel[channel] ?? channel,
                                disabled: isLast(channel),
                                title: isLast(channel) ? t.oneNeeded : undefined,
                            }))}
                        />
                    )}
                </Field>
                <Field
                    id="expires_at"
                    label={t.expires}
                    problems={problemsOf("expires_at")}
                    tried={tried}
                    extra={t.expiresAbout}
                >
                    {(about) => (
                        <DatePicker
                            id="expires_at"
                            aria-describedby={about}
                            showTime={{ format: "HH:mm", minuteStep: 5 }}
                            format="HH:mm DD/MM/YYYY"
                            needConfirm={false}
                            placeholder=""
                            value={content.expires_at ? toWall(content.expires_at) : null}
                            minDate={wallNow().startOf("day")}
                            onChange={(wall) => onChange({ expires_at: wall ? fromWall(wall) : null })}
                        />
                    )}
                </Field>
            </div>
        </>
    )
}
