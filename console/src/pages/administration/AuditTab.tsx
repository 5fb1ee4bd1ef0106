import { DownloadOutlined } from "@ant-design/icons"
import { Button, Table } from "antd"
import { useState } from "react"
import { Link } from "react-router-dom"

import { $api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { auditWords, partsOf } from "./audit-words"
import { AuditChange } from "./AuditChange"
import { AuditCheck } from "./AuditCheck"
import { AuditFilter, type AuditQuery } from "./AuditFilter"

type Entry = components["schemas"]["audit_entry"]

const said = texts({
    vi: {
        about: "Mỗi thay đổi do người hay chương trình làm là một mục, không sửa được về sau: mỗi mục mang mã của mục trước nó.",
        seq: "Mục",
        at: "Lúc",
        who: "Người thực hiện",
        what: "Việc",
        subject: "Đối tượng",
        peer: "Từ địa chỉ",
        csv: "Tải về CSV",
        empty: "Không có mục nào khớp.",
        machine: "máy chủ",
        keyOf: (name: string) => `khóa ${name}`,
    },
    en: {
        about: "Each change that a person or a program made is an entry, which nobody can alter later: it carries the hash of the one before.",
        seq: "Entry",
        at: "At",
        who: "Who",
        what: "What",
        subject: "Of",
        peer: "From",
        csv: "Download CSV",
        empty: "No entry matches.",
        machine: "the machine",
        keyOf: (name: string) => `key ${name}`,
    },
})

export default function AuditTab() {
    const t = useTexts(said)
    const words = useTexts(auditWords)
    const format = useFormat()
    const [query, setQuery] = useState<AuditQuery>({})
    const list = $api.useInfiniteQuery(
        "get",
        "/api/audit",
        { params: { query: { ...query, limit: 50 } } },
        { initialPageParam: null, getNextPageParam: (page) => page.next },
    )
    const items = list.data?.pages.flatMap((page) => page.items) ?? []
    const nameOf = ({ who }: Entry) => {
        if (who.startsWith("key:")) return t.keyOf(who.slice(4))
        return who.startsWith("unix:") ? `${t.machine} (${who})` : who
    }
    const subjectOf = ({ subject }: Entry) => {
        const [kind, which] = partsOf(subject)
        const text = `${words.kind[kind] ?? kind} ${which}`
        return kind === "broadcast" && which ? <Link to={`/broadcasts/${which}`}>{text}</Link> : text
    }
    return (
        <>
            <p className="tab-about">{t.about}</p>
            <AuditCheck />
            <AuditFilter onChange={setQuery} />
            {list.error ? (
                <ProblemAlert why={list.error} again={() => void list.refetch()} />
            ) : (
                <Table
                    rowKey="seq"
                    size="small"
                    dataSource={items}
                    loading={list.isPending}
                    pagination={false}
                    scroll={{ x: "max-content" }}
                    locale={{ emptyText: t.empty }}
                    expandable={{ expandedRowRender: (each) => <AuditChange of={each} /> }}
                    columns={[
                        { title: t.seq, render: (_, each) => <span className="number">{each.seq}</span> },
                        { title: t.at, render: (_, each) => <span className="number">{format.moment(each.at)}</span> },
                        { title: t.who, render: (_, each) => nameOf(each) },
                        { title: t.what, render: (_, each) => words.action[each.action] ?? each.action },
                        { title: t.subject, render: (_, each) => subjectOf(each) },
                        { title: t.peer, dataIndex: "peer" },
                    ]}
                />
            )}
            <MoreButton of={list} />
            {items.length > 0 && (
                <Button
                    icon={<DownloadOutlined />}
                    href={`/api/audit.csv?${new URLSearchParams(Object.entries(query).filter(([, is]) => is))}`}
                    download
                >
                    {t.csv}
                </Button>
            )}
        </>
    )
}
