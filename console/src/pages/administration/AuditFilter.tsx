import { SearchOutlined } from "@ant-design/icons"
import { Button, DatePicker, Form, Input, Select } from "antd"
import type { Dayjs } from "dayjs"

import { texts, useTexts } from "../../language/language"
import { auditWords } from "./audit-words"

export interface AuditQuery {
    who?: string
    action?: string
    subject?: string
    from?: string
    to?: string
}

const said = texts({
    vi: {
        who: "Người thực hiện",
        whoHint: "Tên đăng nhập",
        kind: "Về",
        which: "Số hoặc tên",
        whichHint: "Ví dụ 17",
        action: "Việc",
        any: "Tất cả",
        days: "Từ ngày đến ngày",
        from: "Từ ngày",
        to: "Đến ngày",
        find: "Tìm",
        clear: "Bỏ lọc",
    },
    en: {
        who: "Who",
        whoHint: "User name",
        kind: "About",
        which: "Number or name",
        whichHint: "For instance 17",
        action: "What",
        any: "All",
        days: "From day to day",
        from: "From",
        to: "To",
        find: "Find",
        clear: "Clear",
    },
})

interface Values {
    who?: string
    kind?: string
    which?: string
    action?: string
    days?: [Dayjs, Dayjs] | null
}

/** Days are those of Ho Chi Minh City, whatever the machine's clock says. */
const dayStart = (day: Dayjs) => `${day.format("YYYY-MM-DD")}T00:00:00+07:00`
const dayEnd = (day: Dayjs) => `${day.format("YYYY-MM-DD")}T23:59:59.999+07:00`

function queryOf({ who, kind, which, action, days }: Values): AuditQuery {
    return {
        ...(who?.trim() ? { who: who.trim() } : {}),
        ...(action ? { action } : {}),
        ...(kind ? { subject: `${kind} ${which?.trim() ?? ""}`.trim() } : {}),
        ...(days ? { from: dayStart(days[0]), to: dayEnd(days[1]) } : {}),
    }
}

export function AuditFilter({ onChange }: { onChange(query: AuditQuery): void }) {
    const t = useTexts(said)
    const words = useTexts(auditWords)
    const [form] = Form.useForm<Values>()
    const kind = Form.useWatch("kind", form) as string | undefined
    const actions = Object.entries(words.action).filter(([action]) => !kind || action.startsWith(`${kind}.`))
    return (
        <Form
            form={form}
            name="audit"
            layout="vertical"
            className="audit-filter"
            onFinish={(values: Values) => onChange(queryOf(values))}
        >
            <Form.Item name="who" label={t.who}>
                <Input allowClear placeholder={t.whoHint} autoComplete="off" />
            </Form.Item>
            <Form.Item name="kind" label={t.kind}>
                <Select
                    allowClear
                    placeholder={t.any}
                    options={Object.entries(words.kind).map(([value, label]) => ({ value, label }))}
                    onChange={() => form.resetFields(["which", "action"])}
                />
            </Form.Item>
            <Form.Item name="which" label={t.which}>
                <Input allowClear placeholder={t.whichHint} disabled={!kind} autoComplete="off" />
            </Form.Item>
            <Form.Item name="action" label={t.action}>
                <Select
                    allowClear
                    showSearch
                    optionFilterProp="label"
                    placeholder={t.any}
                    options={actions.map(([value, label]) => ({ value, label }))}
                />
            </Form.Item>
            <Form.Item name="days" label={t.days}>
                <DatePicker.RangePicker format="DD/MM/YYYY" placeholder={[t.from, t.to]} />
            </Form.Item>
            <div className="audit-filter-buttons">
                <Button type="primary" htmlType="submit" icon={<SearchOutlined />}>
                    {t.find}
                </Button>
                <Button
                    onClick={() => {
                        form.resetFields()
                        onChange({})
                    }}
                >
                    {t.clear}
                </Button>
            </div>
        </Form>
    )
}
