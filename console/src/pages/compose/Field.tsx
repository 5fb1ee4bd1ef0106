import { ExclamationCircleOutlined, WarningOutlined } from "@ant-design/icons"
import { Form } from "antd"
import type { ReactNode } from "react"

import { texts, useTexts } from "../../language/language"
import { isMissing, type Finding } from "./checks"

const said = texts({
    vi: { wrong: "Lỗi", look: "Cần xem lại", missing: "Chưa có." },
    en: { wrong: "Error", look: "Look again", missing: "Is missing." },
})

interface Props {
    id: string
    label: ReactNode
    /** What stands in the way; shown at once, but for what is only missing. */
    problems?: Finding[]
    warnings?: Finding[]
    /** Somebody tried to submit: what is missing is said, too. */
    tried?: boolean
    extra?: ReactNode
    /** A group of fields has no single one to be labelled. */
    group?: boolean
    /** A heading above says the same. */
    isLabelHidden?: boolean
    children(describedBy: string): ReactNode
}

/** A field with what the checks found in it, so that it is read out with the field. */
export function Field({
    id,
    label,
    problems = [],
    warnings = [],
    tried,
    extra,
    group,
    isLabelHidden,
    children,
}: Props) {
    const t = useTexts(said)
    const wrong = problems.filter((each) => tried || !isMissing(each))
    const lines = [
        ...wrong.map((each) => ({ text: isMissing(each) ? t.missing : each.text, isWrong: true })),
        ...warnings.map((each) => ({ text: each.text, isWrong: false })),
    ]
    const about = `${id}-about`
    const labelId = `${id}-label`
    return (
        <Form.Item
            className={isLabelHidden ? "field label-hidden" : "field"}
            label={group ? <span id={labelId}>{label}</span> : label}
            htmlFor={group ? undefined : id}
            // A group has its own marks below; the status would colour whatever is in it.
            validateStatus={group ? "" : wrong.length > 0 ? "error" : warnings.length > 0 ? "warning" : ""}
        >
            <div role={group ? "group" : undefined} aria-labelledby={group ? labelId : undefined}>
                {children(about)}
            </div>
            <div id={about} className="field-about">
                {extra}
                <div aria-live="polite">
                    {lines.map(({ text, isWrong }) => (
                        <div key={text} className={isWrong ? "field-wrong" : "field-look"}>
                            {isWrong ? (
                                <ExclamationCircleOutlined aria-label={t.wrong} />
                            ) : (
                                <WarningOutlined aria-label={t.look} />
                            )}{" "}
                            {text}
                        </div>
                    ))}
                </div>
            </div>
        </Form.Item>
    )
}
