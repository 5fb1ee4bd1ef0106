import { DeleteOutlined } from "@ant-design/icons"
import { Button, Checkbox, Flex, Select, Typography } from "antd"

import { $api } from "../../../api/client"
import { texts, useTexts } from "../../../language/language"
import { useWords } from "../../../shown/words"
import type { AudienceTerm, Level, Role } from "../content"
import type { Side } from "./UnitPicker"

const roles: Role[] = ["staff", "teacher", "parent"]
const levels: Level[] = ["mn", "th", "thcs", "thpt", "gdtx"]

const said = texts({
    vi: {
        roles: (unit: string) => `Vai trò ở ${unit}`,
        levels: (unit: string) => `Cấp học ở ${unit}`,
        everyLevel: "Mọi cấp học",
        noRole: "Chưa chọn vai trò nào: tính là cán bộ, nhân viên.",
        everybody: "Chưa chọn vai trò nào: trừ tất cả mọi người ở đây.",
        remove: (unit: string) => `Bỏ ${unit}`,
    },
    en: {
        roles: (unit: string) => `Roles at ${unit}`,
        levels: (unit: string) => `Levels at ${unit}`,
        everyLevel: "Every level",
        noRole: "No role is chosen: staff are meant.",
        everybody: "No role is chosen: everybody there is left out.",
        remove: (unit: string) => `Remove ${unit}`,
    },
})

interface Props {
    side: Side
    term: AudienceTerm
    onChange(term: AudienceTerm): void
    onRemove(): void
}

export function TermLine({ side, term, onChange, onRemove }: Props) {
    const t = useTexts(said)
    const words = useWords()
    const unit = $api.useQuery("get", "/api/units/{reference}", { params: { path: { reference: term.unit } } })
    const name = unit.data?.name ?? term.unit
    return (
        <div className="term">
            <Flex gap={8} align="center" justify="space-between">
                <Typography.Text strong>{name}</Typography.Text>
                <Button
                    size="small"
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={t.remove(name)}
                    title={t.remove(name)}
                    onClick={onRemove}
                />
            </Flex>
            <Flex gap={12} wrap="wrap" align="center">
                <div role="group" aria-label={t.roles(name)}>
                    <Checkbox.Group<Role>
                        value={term.roles ?? []}
                        options={roles.map((role) => ({ value: role, label: words.role[role] }))}
                        onChange={(chosen) => onChange({ ...term, roles: chosen.length > 0 ? chosen : undefined })}
                    />
                </div>
                <Select<Level[]>
                    mode="multiple"
                    size="small"
                    style={{ minWidth: 160, flex: 1 }}
                    aria-label={t.levels(name)}
                    placeholder={t.everyLevel}
                    value={term.levels ?? []}
                    options={levels.map((level) => ({ value: level, label: words.level[level] }))}
                    onChange={(chosen) => onChange({ ...term, levels: chosen.length > 0 ? chosen : undefined })}
                />
            </Flex>
            {!term.roles?.length && (
                <Typography.Text type="secondary">{side === "include" ? t.noRole : t.everybody}</Typography.Text>
            )}
        </div>
    )
}
