import { DownloadOutlined } from "@ant-design/icons"
import { Alert, Button, Progress, Table } from "antd"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useHasRole } from "../../session/session"
import { useFormat } from "../../shown/format"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { importWords } from "./import-words"
import type { Import } from "./upload"

const said = texts({
    vi: {
        done: (rows: string) => `${rows} dòng ở bước này`,
        result: {
            accepted: "dòng được nhận",
            created: "thêm mới",
            updated: "cập nhật",
            unchanged: "không đổi",
            rejected: "dòng không nhận",
        },
        took: (time: string) => `Mất ${time}`,
        rejects: "Các dòng không nhận",
        rejectsAbout: "Sửa các dòng này trong tệp rồi nhập lại; những dòng đã nhận thì không đổi.",
        row: "Dòng",
        field: "Cột",
        whole: "cả dòng",
        why: "Sai ở đâu",
        content: "Nội dung dòng",
        csv: "Tải về CSV",
        onlyAdministrators: "Chỉ người quản trị xem được nội dung các dòng này, vì có địa chỉ của người nhận.",
    },
    en: {
        done: (rows: string) => `${rows} rows in this step`,
        result: {
            accepted: "rows taken",
            created: "added",
            updated: "updated",
            unchanged: "unchanged",
            rejected: "rows not taken",
        },
        took: (time: string) => `It took ${time}`,
        rejects: "Rows not taken",
        rejectsAbout: "Correct them in the file and import it again; the rows that were taken do not change.",
        row: "Row",
        field: "Column",
        whole: "the row",
        why: "What is wrong",
        content: "The row",
        csv: "Download CSV",
        onlyAdministrators: "Only administrators see these rows, because there are addresses in them.",
    },
})

const figures = ["accepted", "created", "updated", "unchanged", "rejected"] as const

/** How far an import is, or what came of it. */
export function ImportResult({ of }: { of: Import }) {
    const t = useTexts(said)
    const words = useTexts(importWords)
    const format = useFormat()
    const administers = useHasRole("administrator")
    if (of.state === "running")
        return (
            <div role="status">
                {words.step[of.step]}: {t.done(format.count(of.rows))}
                <Progress percent={100} status="active" showInfo={false} aria-label={words.step[of.step]} />
            </div>
        )
    const seconds = of.ended ? (Date.parse(of.ended) - Date.parse(of.started)) / 1000 : 0
    return (
        <>
            {of.state === "failed" && <Alert type="error" showIcon message={of.message} className="form-alert" />}
            <p>
                {figures.map((each) => (
                    <span key={each} className="import-figure">
                        <strong className="number">{format.count(of[each])}</strong> {t.result[each]}
                    </span>
                ))}
                {seconds >= 1 && <span className="import-figure">{t.took(format.duration(seconds))}</span>}
            </p>
            {of.rejected > 0 && (administers ? <Rejects of={of} /> : <p>{t.onlyAdministrators}</p>)}
        </>
    )
}

function Rejects({ of }: { of: Import }) {
    const t = useTexts(said)
    const format = useFormat()
    const list = $api.useInfiniteQuery(
        "get",
        "/api/directory/imports/{id}/rejects",
        { params: { path: { id: of.id }, query: { limit: 50 } } },
        { initialPageParam: null, getNextPageParam: (page) => page.next },
    )
    const items = list.data?.pages.flatMap((page) => page.items) ?? []
    return (
        <section aria-label={t.rejects}>
            <div className="rejects-head">
                <h3>{t.rejects}</h3>
                <Button
                    size="small"
                    icon={<DownloadOutlined />}
                    href={`/api/directory/imports/${of.id}/rejects.csv`}
                    download
                >
                    {t.csv}
                </Button>
            </div>
            <p className="hint">{t.rejectsAbout}</p>
            {list.error ? (
                <ProblemAlert why={list.error} again={() => void list.refetch()} />
            ) : (
                <Table
                    rowKey={(each) => `${each.row} ${each.field} ${each.code}`}
                    size="small"
                    dataSource={items}
                    loading={list.isPending}
                    pagination={false}
                    columns={[
                        { title: t.row, render: (_, each) => <span className="number">{format.count(each.row)}</span> },
                        { title: t.field, render: (_, each) => (each.field ? <code>{each.field}</code> : t.whole) },
                        { title: t.why, dataIndex: "text" },
                        { title: t.content, render: (_, each) => <code className="reject-row">{each.content}</code> },
                    ]}
                />
            )}
            <MoreButton of={list} />
        </section>
    )
}
