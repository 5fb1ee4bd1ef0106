import { UserAddOutlined } from "@ant-design/icons"
import { Button, Input, Table, Tag } from "antd"
import { useState } from "react"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"
import { AddUserDialog } from "./AddUserDialog"
import { ChangeUserDialog } from "./ChangeUserDialog"
import { UserSteps } from "./UserSteps"
import { plain } from "../../shown/plain"
import type { User } from "./user"

const said = texts({
    vi: {
        find: "Tìm người dùng",
        findHint: "Họ tên, tên đăng nhập hoặc vai trò",
        add: "Thêm người dùng",
        name: "Tên đăng nhập",
        fullName: "Họ và tên",
        roles: "Vai trò",
        state: "Tình trạng",
        active: "Hoạt động",
        inactive: "Ngừng hoạt động",
        once: "Chờ đặt mật khẩu",
        noPassword: "Không có mật khẩu",
        seen: "Đăng nhập lần cuối",
        never: "chưa lần nào",
        change: "Sửa",
        changeOf: (name: string) => `Sửa ${name}`,
        nobody: "Không có người dùng nào khớp.",
    },
    en: {
        find: "Find somebody",
        findHint: "Name, user name or role",
        add: "Add a user",
        name: "User name",
        fullName: "Name",
        roles: "Roles",
        state: "State",
        active: "Active",
        inactive: "Disabled",
        once: "To choose a password",
        noPassword: "No password",
        seen: "Last sign-in",
        never: "never",
        change: "Change",
        changeOf: (name: string) => `Change ${name}`,
        nobody: "Nobody matches.",
    },
})

export default function PeopleTab() {
    const t = useTexts(said)
    const words = useWords()
    const format = useFormat()
    const [find, setFind] = useState("")
    const [adding, setAdding] = useState(false)
    const [changing, setChanging] = useState<User | null>(null)
    const users = $api.useQuery("get", "/api/users")
    const rolesOf = (user: User) => user.roles.map((role) => words.userRole[role] ?? role).join(", ")
    const found = users.data?.items.filter((user) =>
        plain(`${user.name} ${user.full_name} ${rolesOf(user)}`).includes(plain(find)),
    )
    const tagOf = (user: User) => {
        if (!user.active) return <Tag>{t.inactive}</Tag>
        if (user.must_change_password) return <Tag color="warning">{t.once}</Tag>
        return (
            <>
                <Tag color="success">{t.active}</Tag>
                {!user.has_password && <Tag>{t.noPassword}</Tag>}
            </>
        )
    }
    return (
        <>
            <div className="toolbar">
                <Input.Search
                    aria-label={t.find}
                    placeholder={t.findHint}
                    allowClear
                    value={find}
                    onChange={(event) => setFind(event.target.value)}
                    className="toolbar-find"
                />
                <Button type="primary" icon={<UserAddOutlined />} onClick={() => setAdding(true)}>
                    {t.add}
                </Button>
            </div>
            {users.error ? (
                <ProblemAlert why={users.error} again={() => void users.refetch()} />
            ) : (
                <Table
                    rowKey="id"
                    size="middle"
                    dataSource={found}
                    loading={users.isPending}
                    pagination={(found?.length ?? 0) > 25 && { pageSize: 25 }}
                    scroll={{ x: "max-content" }}
                    locale={{ emptyText: t.nobody }}
                    columns={[
                        {
                            title: t.fullName,
                            sorter: (a, b) => a.full_name.localeCompare(b.full_name, "vi"),
                            render: (_, user) => (
                                <>
                                    <strong>{user.full_name || user.name}</strong>
                                    <br />
                                    {user.name}
                                    {user.mailbox && (
                                        <>
                                            <br />
                                            <small>{user.mailbox}</small>
                                        </>
                                    )}
                                </>
                            ),
                        },
                        { title: t.roles, render: (_, user) => rolesOf(user) },
                        { title: t.state, render: (_, user) => tagOf(user) },
                        {
                            title: t.seen,
                            sorter: (a, b) => (a.last_sign_in ?? "").localeCompare(b.last_sign_in ?? ""),
                            render: (_, user) => (user.last_sign_in ? format.moment(user.last_sign_in) : t.never),
                        },
                        {
                            key: "actions",
                            render: (_, user) => (
                                <div className="row-actions">
                                    <Button
                                        size="small"
                                        aria-label={t.changeOf(user.full_name || user.name)}
                                        onClick={() => setChanging(user)}
                                    >
                                        {t.change}
                                    </Button>
                                    <UserSteps user={user} />
                                </div>
                            ),
                        },
                    ]}
                />
            )}
            {adding && <AddUserDialog onClose={() => setAdding(false)} />}
            {changing && <ChangeUserDialog user={changing} onClose={() => setChanging(null)} />}
        </>
    )
}
