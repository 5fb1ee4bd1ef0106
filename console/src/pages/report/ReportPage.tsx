import { DownloadOutlined, LeftOutlined, PrinterOutlined, RightOutlined } from "@ant-design/icons"
import { Alert, Button, Card, Segmented, Select } from "antd"
import { useSearchParams } from "react-router-dom"

import { $api } from "../../api/client"
import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { Loading } from "../../shown/Loading"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { after, before, due, englishPeriod, periodAt, periodOf, recent, today, vietnamesePeriod } from "./period"
import { PrintedReport } from "./PrintedReport"
import { ReportFigures } from "./ReportFigures"
import { SigningCard } from "./SigningCard"
import { useSigning } from "./use-signing"
import "./report.css"

const said = texts({
    vi: {
        title: "Báo cáo",
        about: "Kết quả gửi bản tin trong kỳ, để Văn phòng báo cáo Giám đốc Sở.",
        kind: "Kỳ báo cáo",
        month: "Tháng",
        quarter: "Quý",
        which: "Chọn kỳ",
        before: "Kỳ trước",
        after: "Kỳ sau",
        print: "In báo cáo",
        open: "Kỳ này chưa hết: số liệu còn thay đổi.",
        made: (at: string) => `Số liệu lúc ${at}.`,
        period: vietnamesePeriod,
    },
    en: {
        title: "Report",
        about: "What came of the bulletins of a period, for the Director.",
        kind: "Period",
        month: "Month",
        quarter: "Quarter",
        which: "Which one",
        before: "The one before",
        after: "The one after",
        print: "Print the report",
        open: "The period is not over: the figures still change.",
        made: (at: string) => `Figures of ${at}.`,
        period: englishPeriod,
    },
})

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export default function ReportPage() {
    const t = useTexts(said)
    const format = useFormat()
    const [parameters, setParameters] = useSearchParams()
    const period = periodOf(parameters.get("period")) ?? due("month")
    const choose = (key: string) => setParameters({ period: key }, { replace: true })
    const query = { from: period.from, to: period.to }
    const report = $api.useQuery("get", "/api/report", { params: { query } })
    const [signing, setSigning] = useSigning(period.key)
    const choices = recent(period.by, period.by === "month" ? 36 : 12)
    if (!choices.some(({ key }) => key === period.key)) choices.push(period)
    const isOpen = today() <= period.to
    const link = new URLSearchParams(query)
    return (
        <>
            <div className="no-print">
                <PageHeader
                    title={t.title}
                    about={t.about}
                    actions={
                        <>
                            <Button
                                type="primary"
                                icon={<PrinterOutlined />}
                                disabled={!report.data}
                                onClick={() => window.print()}
                            >
                                {t.print}
                            </Button>
                            <Button icon={<DownloadOutlined />} href={`/api/report.xlsx?${link}`} download>
                                Excel
                            </Button>
                            <Button icon={<DownloadOutlined />} href={`/api/report.csv?${link}`} download>
                                CSV
                            </Button>
                        </>
                    }
                />
                <Card className="report-period">
                    <Segmented
                        aria-label={t.kind}
                        value={period.by}
                        options={[
                            { value: "month", label: t.month },
                            { value: "quarter", label: t.quarter },
                        ]}
                        onChange={(by) =>
                            choose((period.to < today() ? periodAt(period.to, by as "month") : due(by as "month")).key)
                        }
                    />
                    <Button
                        icon={<LeftOutlined />}
                        aria-label={t.before}
                        title={t.before}
                        onClick={() => choose(before(period).key)}
                    />
                    <Select
                        aria-label={t.which}
                        value={period.key}
                        className="report-choice"
                        options={choices.map((each) => ({ value: each.key, label: upper(t.period(each)) }))}
                        onChange={choose}
                    />
                    <Button
                        icon={<RightOutlined />}
                        aria-label={t.after}
                        title={t.after}
                        disabled={isOpen}
                        onClick={() => choose(after(period).key)}
                    />
                    {report.data && <span className="report-made">{t.made(format.moment(report.data.made_at))}</span>}
                </Card>
                {isOpen && <Alert type="info" showIcon message={t.open} className="form-alert" />}
                {report.error ? (
                    <ProblemAlert why={report.error} again={() => void report.refetch()} />
                ) : report.data ? (
                    <>
                        <ReportFigures of={report.data} />
                        <SigningCard signing={signing} onChange={setSigning} />
                    </>
                ) : (
                    <Card>
                        <Loading />
                    </Card>
                )}
            </div>
            {report.data && <PrintedReport of={report.data} period={period} signing={signing} />}
        </>
    )
}
