import { CheckCircleOutlined, CloseCircleOutlined } from "@ant-design/icons"
import { Card, Descriptions, Tag } from "antd"
import type { ReactNode } from "react"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { Loading } from "../../shown/Loading"
import { ProblemAlert } from "../../shown/ProblemAlert"

const said = texts({
    vi: {
        redis: "Redis, nơi Cổng thông tin gửi bản tin tới",
        connected: "Đang kết nối",
        apart: "Mất kết nối",
        state: "Tình trạng",
        since: "Từ",
        ledger: "Sổ gửi",
        bytes: "Dung lượng",
        free: "Đĩa còn trống",
        durability: "Khi mất điện",
        full: "không mất gì đã ghi",
        normal: "có thể mất vài giây cuối",
        directory: "Danh bạ",
        imported: "Nhập lần cuối",
        never: "Chưa nhập",
        gateway: "Loa",
        version: "Phiên bản",
        started: "Chạy từ",
        running: "Đã chạy",
        clock: "Giờ của máy chủ",
        threads: "Luồng trả lời",
        busy: (busy: string, all: string) => `${busy} trên ${all} đang bận`,
        waiting: "Yêu cầu đang chờ",
        waitingOf: (n: string, most: string) => `${n} (nhiều nhất ${most})`,
    },
    en: {
        redis: "Redis, where the portal publishes",
        connected: "Connected",
        apart: "Not connected",
        state: "State",
        since: "Since",
        ledger: "Ledger",
        bytes: "Size",
        free: "Free on the disk",
        durability: "When power is lost",
        full: "nothing that was written is lost",
        normal: "the last seconds may be lost",
        directory: "Directory",
        imported: "Last import",
        never: "Never",
        gateway: "Loa",
        version: "Version",
        started: "Started",
        running: "Runs for",
        clock: "The server's clock",
        threads: "Threads of the API",
        busy: (busy: string, all: string) => `${busy} of ${all} are busy`,
        waiting: "Waiting requests",
        waitingOf: (n: string, most: string) => `${n} (at most ${most})`,
    },
})

/** How the gateway itself is. */
export function SystemTab() {
    const t = useTexts(said)
    const format = useFormat()
    const query = $api.useQuery("get", "/api/system", {}, { refetchInterval: 10_000 })
    const { data } = query
    if (query.error && !data) return <ProblemAlert why={query.error} again={() => void query.refetch()} />
    if (!data) return <Loading />
    const seconds = (Date.parse(data.now) - Date.parse(data.started)) / 1000
    return (
        <>
            <ProblemAlert why={query.error} again={() => void query.refetch()} />
            <div className="channel-cards">
                <Facts
                    title={t.redis}
                    of={[
                        [
                            t.state,
                            data.redis.connected ? (
                                <Tag color="success" icon={<CheckCircleOutlined />}>
                                    {t.connected}
                                </Tag>
                            ) : (
                                <Tag color="error" icon={<CloseCircleOutlined />}>
                                    {t.apart}
                                </Tag>
                            ),
                        ],
                        [t.since, format.moment(data.redis.since)],
                    ]}
                />
                <Facts
                    title={t.ledger}
                    of={[
                        [t.bytes, format.bytes(data.ledger.bytes)],
                        [t.free, format.bytes(data.ledger.free_bytes)],
                        [t.durability, data.ledger.durability === "full" ? t.full : t.normal],
                    ]}
                />
                <Facts
                    title={t.directory}
                    of={[
                        [t.bytes, format.bytes(data.directory.bytes)],
                        [t.imported, data.directory.imported ? format.moment(data.directory.imported) : t.never],
                    ]}
                />
                <Facts
                    title={t.gateway}
                    of={[
                        [t.version, `${data.version} (${data.commit})`],
                        [t.started, format.moment(data.started)],
                        [t.running, format.duration(seconds)],
                        [t.clock, format.time(data.now)],
                        [t.threads, t.busy(format.count(data.threads.busy), format.count(data.threads.all))],
                        [
                            t.waiting,
                            t.waitingOf(format.count(data.threads.waiting), format.count(data.threads.most_waiting)),
                        ],
                    ]}
                />
            </div>
        </>
    )
}

function Facts({ title, of }: { title: string; of: [string, ReactNode][] }) {
    return (
        <Card size="small" title={<h2>{title}</h2>}>
            <Descriptions
                size="small"
                column={1}
                className="number"
                items={of.map(([label, children]) => ({ key: label, label, children }))}
            />
        </Card>
    )
}
