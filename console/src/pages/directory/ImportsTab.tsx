import { Table, Tag } from "antd"
import { useEffect, useRef, useState } from "react"

import { $api, queries } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useHasRole } from "../../session/session"
import { useFormat } from "../../shown/format"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { importWords } from "./import-words"
import { ImportResult } from "./ImportResult"
import type { Import } from "./upload"
import { UploadForm } from "./UploadForm"

const said = texts({
    vi: {
        earlier: "Các lần nhập",
        file: "Tệp",
        by: "Người nhập",
        started: "Lúc",
        state: "Tình trạng",
        rows: "Số dòng",
        rejected: "Dòng không nhận",
        empty: "Chưa có lần nhập nào qua trang này.",
    },
    en: {
        earlier: "Imports",
        file: "File",
        by: "By",
        started: "At",
        state: "State",
        rows: "Rows",
        rejected: "Rows not taken",
        empty: "Nothing was imported by this page yet.",
    },
})

const colors: Record<Import["state"], string> = { running: "processing", done: "success", failed: "error" }

export default function ImportsTab() {
    const t = useTexts(said)
    const words = useTexts(importWords)
    const format = useFormat()
    const administers = useHasRole("administrator")
    const list = $api.useInfiniteQuery(
        "get",
        "/api/directory/imports",
        { params: { query: { limit: 20 } } },
        {
            initialPageParam: null,
            getNextPageParam: (page) => page.next,
            refetchInterval: ({ state }) => {
                const running = state.data?.pages[0]?.items.find((each) => each.state === "running")
                if (!running) return false
                // A small file is done in a moment; a city takes minutes.
                return Date.now() - Date.parse(running.started) < 15_000 ? 1_000 : 5_000
            },
        },
    )
    const items = list.data?.pages.flatMap((page) => page.items) ?? []
    const running = items.find(({ state }) => state === "running")
    // Of the latest, unless somebody opened others.
    const [opened, setOpened] = useState<readonly React.Key[] | null>(null)
    const wasRunning = useRef(false)
    useEffect(() => {
        // What is shown of the directory elsewhere is of before.
        if (wasRunning.current && !running)
            void queries.invalidateQueries({ predicate: ({ queryKey }) => /units|audience|people/.test(`${queryKey}`) })
        wasRunning.current = running !== undefined
    }, [running])
    return (
        <>
            {administers && <UploadForm running={running !== undefined} onTaken={() => setOpened(null)} />}
            <h2>{t.earlier}</h2>
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
                    locale={{ emptyText: t.empty }}
                    expandable={{
                        expandedRowRender: (each) => <ImportResult of={each} />,
                        expandedRowKeys: opened ?? items.slice(0, 1).map(({ id }) => id),
                        onExpandedRowsChange: setOpened,
                    }}
                    columns={[
                        {
                            title: t.file,
                            render: (_, each) => (
                                <>
                                    <strong>{each.file || words.what[each.what]}</strong>
                                    <br />
                                    <small>
                                        {words.what[each.what]}, {format.bytes(each.bytes)}
                                    </small>
                                </>
                            ),
                        },
                        { title: t.by, dataIndex: "by" },
                        {
                            title: t.started,
                            render: (_, each) => <span className="number">{format.moment(each.started)}</span>,
                        },
                        {
                            title: t.state,
                            render: (_, each) => <Tag color={colors[each.state]}>{words.state[each.state]}</Tag>,
                        },
                        {
                            title: t.rows,
                            align: "right",
                            render: (_, each) => <span className="number">{format.count(each.rows)}</span>,
                        },
                        {
                            title: t.rejected,
                            align: "right",
                            render: (_, each) => <span className="number">{format.count(each.rejected)}</span>,
                        },
                    ]}
                />
            )}
            <MoreButton of={list} />
        </>
    )
}
