import { Table, Tag } from "antd"

import { $api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"

type SignIn = components["schemas"]["sign_in"]

const said = texts({
    vi: {
        about: "Ai đã đăng nhập hoặc thử đăng nhập, mới nhất trước. Sai năm lần liên tiếp thì phải chờ, mỗi lần lâu gấp đôi.",
        at: "Lúc",
        name: "Tên đăng nhập",
        unknown: "(không thể là tên người dùng)",
        peer: "Từ địa chỉ",
        result: "Kết quả",
        done: "Đã đăng nhập",
        empty: "Chưa có lượt đăng nhập nào.",
        why: {
            "": "Không thành công",
            wrong_password: "Sai mật khẩu",
            no_such_user: "Không có người dùng này",
            locked: "Đang phải chờ vì sai nhiều lần",
            inactive: "Tài khoản đã ngừng",
            oidc_refused: "Hệ thống tài khoản chung từ chối",
            oidc_no_name: "Hệ thống tài khoản chung không cho biết là ai",
        } as Record<SignIn["why"], string>,
    },
    en: {
        about: "Who signed in or tried to, the newest first. After five failures in a row there is a wait, which doubles each time.",
        at: "At",
        name: "User name",
        unknown: "(no user could be called so)",
        peer: "From",
        result: "Result",
        done: "Signed in",
        empty: "Nobody has signed in yet.",
        why: {
            "": "Failed",
            wrong_password: "Wrong password",
            no_such_user: "No such user",
            locked: "Waiting after failures",
            inactive: "Disabled",
            oidc_refused: "Refused by the provider",
            oidc_no_name: "The provider gave no name",
        } as Record<SignIn["why"], string>,
    },
})

export default function SignInsTab() {
    const t = useTexts(said)
    const format = useFormat()
    const list = $api.useInfiniteQuery(
        "get",
        "/api/sign-ins",
        { params: { query: { limit: 50 } } },
        { initialPageParam: null, getNextPageParam: (page) => page.next },
    )
    const items = list.data?.pages.flatMap((page) => page.items) ?? []
    if (list.error) return <ProblemAlert why={list.error} again={() => void list.refetch()} />
    return (
        <>
            <p className="tab-about">{t.about}</p>
            <Table
                rowKey={(_, at) => at ?? 0}
                size="small"
                dataSource={items}
                loading={list.isPending}
                pagination={false}
                scroll={{ x: "max-content" }}
                locale={{ emptyText: t.empty }}
                columns={[
                    { title: t.at, render: (_, each) => <span className="number">{format.moment(each.at)}</span> },
                    { title: t.name, render: (_, each) => (each.name === "?" ? t.unknown : each.name) },
                    { title: t.peer, dataIndex: "peer" },
                    {
                        title: t.result,
                        render: (_, each) =>
                            each.succeeded ? (
                                <Tag color="success">{t.done}</Tag>
                            ) : (
                                <Tag color="error">{t.why[each.why] ?? each.why}</Tag>
                            ),
                    },
                ]}
            />
            <MoreButton of={list} />
        </>
    )
}
