import { DatePicker, Flex, Radio } from "antd"

import { texts, useTexts } from "../../language/language"
import { Field } from "./Field"
import { fromWall, toWall, wallNow } from "./wall-time"

const said = texts({
    vi: {
        label: "Giờ gửi",
        soon: "Ngay khi được duyệt",
        later: "Vào lúc",
        at: "Giờ và ngày bắt đầu gửi",
        past: "Giờ này đã qua: sẽ gửi ngay khi được duyệt.",
        quiet: (from: string, to: string) =>
            `Từ ${from} đến ${to} không gửi tin thường; tin không khẩn rơi vào giờ đó sẽ chờ đến ${to}.`,
    },
    en: {
        label: "Start",
        soon: "As soon as it is approved",
        later: "At",
        at: "Hour and day of the start",
        past: "This is over: it will be sent as soon as it is approved.",
        quiet: (from: string, to: string) =>
            `Between ${from} and ${to} only urgent bulletins go out; the others wait until ${to}.`,
    },
})

interface Props {
    value: string | null
    quiet: { from: string; to: string } | null
    onChange(value: string | null): void
}

export function ScheduleField({ value, quiet, onChange }: Props) {
    const t = useTexts(said)
    const next = () => wallNow().add(1, "hour").startOf("hour")
    return (
        <Field
            id="start"
            label={t.label}
            group
            extra={quiet && <div>{t.quiet(quiet.from, quiet.to)}</div>}
            warnings={
                value && Date.parse(value) < Date.now() ? [{ field: "start_at", code: "past", text: t.past }] : []
            }
        >
            {(about) => (
                <Flex gap={12} wrap="wrap" align="center">
                    <Radio.Group
                        value={value ? "later" : "soon"}
                        onChange={(event) => onChange(event.target.value === "soon" ? null : fromWall(next()))}
                        options={[
                            { value: "soon", label: t.soon },
                            { value: "later", label: t.later },
                        ]}
                    />
                    {value && (
                        <DatePicker
                            aria-label={t.at}
                            aria-describedby={about}
                            showTime={{ format: "HH:mm", minuteStep: 5 }}
                            format="HH:mm DD/MM/YYYY"
                            allowClear={false}
                            needConfirm={false}
                            value={toWall(value)}
                            minDate={wallNow().startOf("day")}
                            onChange={(wall) => wall && onChange(fromWall(wall))}
                        />
                    )}
                </Flex>
            )}
        </Field>
    )
}
