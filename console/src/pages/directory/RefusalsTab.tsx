import { PlusOutlined } from "@ant-design/icons"
import { Button, Input, Table } from "antd"
import { useState } from "react"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useHasRole } from "../../session/session"
import { useFormat } from "../../shown/format"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useReason } from "../../shown/reason"
import { useSettled } from "../../shown/use-settled"
import { AddRefusalDialog } from "./AddRefusalDialog"
import { contactWords } from "./contact-words"
import { LiftButton } from "./LiftButton"

const said = texts({
    vi: {
        about: "Những địa chỉ không được gửi nữa: người nhận bấm từ chối trong thư, địa chỉ không còn dùng được, hoặc do người quản trị thêm. Có hiệu lực ngay, cả với đợt phát đang gửi.",
        find: "Tìm trong danh sách từ chối",
        findHint: "Một phần của địa chỉ",
        add: "Thêm địa chỉ",
        address: "Địa chỉ",
        contact: "Loại",
        cause: "Lý do",
        since: "Từ lúc",
        none: "Chưa có địa chỉ nào trong danh sách.",
        noMatch: "Không có địa chỉ nào khớp.",
    },
    en: {
        about: "Addresses that get nothing any more: somebody refused by the link in mail, the address is of no use, or an administrator put it here. At once, also for what is being sent.",
        find: "Search the refusals",
        findHint: "Part of the address",
        add: "Add an address",
        address: "Address",
        contact: "Kind",
        cause: "Reason",
        since: "Since",
        none: "No address is on the list yet.",
        noMatch: "No address matches.",
    },
})

export default function RefusalsTab() {
    const t = useTexts(said)
    const contacts = useTexts(contactWords)
    const format = useFormat()
    const reason = useReason()
    const administers = useHasRole("administrator")
    const [find, setFind] = useState("")
    const [adding, setAdding] = useState(false)
    const q = useSettled(find.trim(), 300)
    const list = $api.useInfiniteQuery(
        "get",
        "/api/suppressions",
        { params: { query: { limit: 50, ...(q ? { q } : {}) } } },
        { initialPageParam: null, getNextPageParam: (page) => page.next, placeholderData: (before) => before },
    )
    const items = list.data?.pages.flatMap((page) => page.items) ?? []
    return (
        <>
            <p className="directory-about">{t.about}</p>
            <div className="directory-tools">
                <Input.Search
                    aria-label={t.find}
                    placeholder={t.findHint}
                    allowClear
                    value={find}
                    maxLength={320}
                    onChange={(event) => setFind(event.target.value)}
                    className="directory-find"
                />
                {administers && (
                    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
                        {t.add}
                    </Button>
                )}
            </div>
            {list.error ? (
                <ProblemAlert why={list.error} again={() => void list.refetch()} />
            ) : (
                <Table
                    rowKey="id"
                    size="middle"
                    dataSource={items}
                    loading={list.isPending}
                    pagination={false}
                    scroll={{ x: "max-content" }}
                    locale={{ emptyText: q ? t.noMatch : t.none }}
                    columns={[
                        { title: t.address, dataIndex: "address" },
                        { title: t.contact, render: (_, each) => contacts[each.contact] },
                        { title: t.cause, render: (_, each) => reason(each.cause) },
                        {
                            title: t.since,
                            render: (_, each) => <span className="number">{format.moment(each.since)}</span>,
                        },
                        ...(administers
                            ? [
                                  {
                                      key: "actions",
                                      render: (_: unknown, each: (typeof items)[number]) => <LiftButton of={each} />,
                                  },
                              ]
                            : []),
                    ]}
                />
            )}
            <MoreButton of={list} />
            {adding && <AddRefusalDialog onClose={() => setAdding(false)} />}
        </>
    )
}
