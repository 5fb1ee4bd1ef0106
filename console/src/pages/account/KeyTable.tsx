import { Table, Tag } from "antd"

import { api, queries } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { ConfirmedButton } from "../../shown/ConfirmedButton"
import { useFormat } from "../../shown/format"
import { useWords } from "../../shown/words"

export type Key = components["schemas"]["key"]

const said = texts({
    vi: {
        name: "Tên khóa",
        owner: "Người tạo",
        roles: "Quyền",
        created: "Tạo lúc",
        expires: "Hết hạn",
        used: "Dùng lần cuối",
        never: "chưa dùng",
        state: "Tình trạng",
        good: "Đang dùng được",
        soon: "Sắp hết hạn",
        expired: "Hết hạn",
        revoked: "Đã thu hồi",
        revoke: "Thu hồi",
        revokeOf: (name: string) => `Thu hồi khóa ${name}`,
        ask: (name: string) => `Thu hồi khóa “${name}”?`,
        what: "Chương trình đang dùng khóa này bị từ chối ngay từ yêu cầu kế tiếp. Không lấy lại được; nếu cần, tạo khóa khác.",
    },
    en: {
        name: "Key",
        owner: "Made by",
        roles: "Roles",
        created: "Made",
        expires: "Expires",
        used: "Last used",
        never: "never",
        state: "State",
        good: "Good",
        soon: "Expires soon",
        expired: "Expired",
        revoked: "Revoked",
        revoke: "Revoke",
        revokeOf: (name: string) => `Revoke the key ${name}`,
        ask: (name: string) => `Revoke the key “${name}”?`,
        what: "Programs that use it are refused from their next request on. This cannot be undone; another key can be made.",
    },
})

const soon = 14 * 86_400_000

type State = "good" | "soon" | "expired" | "revoked"

function stateOf(key: Key): State {
    if (key.revoked) return "revoked"
    const left = Date.parse(key.expires) - Date.now()
    return left <= 0 ? "expired" : left < soon ? "soon" : "good"
}
const colors: Record<State, string> = { good: "success", soon: "warning", expired: "default", revoked: "default" }

interface Props {
    keys: Key[]
    loading: boolean
    empty: string
    /** By number; missing: all are one's own. */
    owners?: ReadonlyMap<number, string>
}

export function KeyTable({ keys, loading, empty, owners }: Props) {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const revoke = async (id: number) => {
        await api.DELETE("/api/keys/{id}", { params: { path: { id } } })
        await queries.invalidateQueries({ queryKey: ["get", "/api/keys"] })
    }
    // Those that still open something first.
    const sorted = [...keys].sort((a, b) => Number(dead(a)) - Number(dead(b)) || b.created.localeCompare(a.created))
    return (
        <>
            <Table
                rowKey="id"
                size="middle"
                dataSource={sorted}
                loading={loading}
                pagination={sorted.length > 20 && { pageSize: 20 }}
                scroll={{ x: "max-content" }}
                locale={{ emptyText: empty }}
                columns={[
                    {
                        title: t.name,
                        render: (_, key) => (
                            <>
                                {key.name}
                                <br />
                                <code>loa_{key.prefix}_…</code>
                            </>
                        ),
                    },
                    ...(owners
                        ? [
                              {
                                  title: t.owner,
                                  render: (_: unknown, key: Key) => owners.get(key.owner) ?? `#${key.owner}`,
                              },
                          ]
                        : []),
                    {
                        title: t.roles,
                        render: (_, key) => key.roles.map((role) => words.userRole[role] ?? role).join(", "),
                    },
                    { title: t.created, render: (_, key) => <span className="number">{format.day(key.created)}</span> },
                    { title: t.expires, render: (_, key) => <span className="number">{format.day(key.expires)}</span> },
                    {
                        title: t.used,
                        render: (_, key) => (key.last_used ? format.moment(key.last_used) : t.never),
                    },
                    {
                        title: t.state,
                        render: (_, key) => <Tag color={colors[stateOf(key)]}>{t[stateOf(key)]}</Tag>,
                    },
                    {
                        key: "actions",
                        render: (_, key) =>
                            !key.revoked && (
                                <ConfirmedButton
                                    label={t.revoke}
                                    heard={t.revokeOf(key.name)}
                                    size="small"
                                    danger
                                    title={t.ask(key.name)}
                                    verb={t.revoke}
                                    act={() => revoke(key.id)}
                                >
                                    {t.what}
                                </ConfirmedButton>
                            ),
                    },
                ]}
            />
        </>
    )
}

const dead = (key: Key) => stateOf(key) === "expired" || stateOf(key) === "revoked"
