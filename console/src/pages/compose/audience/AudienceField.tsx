import { Flex, Typography } from "antd"

import { $api } from "../../../api/client"
import { texts, useTexts } from "../../../language/language"
import type { Finding } from "../checks"
import type { Audience, AudienceTerm } from "../content"
import { Field } from "../Field"
import { AudienceCount } from "./AudienceCount"
import { TermLine } from "./TermLine"
import { UnitPicker, type Side } from "./UnitPicker"

const said = texts({
    vi: {
        label: "Đối tượng nhận",
        to: "Gửi cho",
        except: "Trừ ra",
        nobody: (root: string) =>
            `Chưa chọn đơn vị nào: theo mặc định, bản tin chỉ đến cán bộ, nhân viên của ${root}. Chọn đơn vị ở danh sách bên dưới.`,
    },
    en: {
        label: "Audience",
        to: "Sent to",
        except: "Except",
        nobody: (root: string) =>
            `No unit is chosen: by default only the staff of ${root} get it. Choose units in the list below.`,
    },
})

interface Props {
    value: Audience | null | undefined
    rootUnit: string
    channels: string[] | null | undefined
    problems: Finding[]
    tried: boolean
    onChange(value: Audience | null): void
}

/** Units with roles and levels, those who get it and those who do not; and how many that is. */
export function AudienceField({ value, rootUnit, channels, problems, tried, onChange }: Props) {
    const t = useTexts(said)
    const include = value?.include ?? []
    const exclude = value?.exclude ?? []
    const root = $api.useQuery(
        "get",
        "/api/units/{reference}",
        { params: { path: { reference: rootUnit } } },
        { enabled: rootUnit !== "" },
    )
    const put = (next: { include?: AudienceTerm[]; exclude?: AudienceTerm[] }) => {
        const all = { include, exclude, ...next }
        onChange(all.include.length + all.exclude.length > 0 ? all : null)
    }
    const toggle = (unit: string, side: Side) => {
        const terms = side === "include" ? include : exclude
        if (terms.some((each) => each.unit === unit)) return put({ [side]: terms.filter((each) => each.unit !== unit) })
        // Parents are never among them by themselves.
        const added: AudienceTerm =
            side === "include" ? { unit, roles: include[include.length - 1]?.roles ?? ["staff", "teacher"] } : { unit }
        put({ [side]: [...terms, added] })
    }
    const lines = (side: Side, terms: AudienceTerm[]) =>
        terms.map((term, i) => (
            <TermLine
                key={term.unit}
                side={side}
                term={term}
                onChange={(next) => put({ [side]: terms.map((each, other) => (other === i ? next : each)) })}
                onRemove={() => toggle(term.unit, side)}
            />
        ))
    return (
        <Field id="audience" label={t.label} isLabelHidden group problems={problems} tried={tried}>
            {() => (
                <Flex vertical gap={12}>
                    {include.length === 0 ? (
                        <Typography.Text>{t.nobody(root.data?.name ?? rootUnit)}</Typography.Text>
                    ) : (
                        <div>
                            <h3 className="part-title">{t.to}</h3>
                            {lines("include", include)}
                        </div>
                    )}
                    {exclude.length > 0 && (
                        <div>
                            <h3 className="part-title">{t.except}</h3>
                            {lines("exclude", exclude)}
                        </div>
                    )}
                    <AudienceCount audience={value} channels={channels} />
                    <UnitPicker
                        included={include.map((each) => each.unit)}
                        excluded={exclude.map((each) => each.unit)}
                        onToggle={toggle}
                    />
                </Flex>
            )}
        </Field>
    )
}
