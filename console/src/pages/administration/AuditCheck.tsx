import { SafetyCertificateOutlined } from "@ant-design/icons"
import { useMutation } from "@tanstack/react-query"
import { Alert, Button } from "antd"

import { api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { CopyButton } from "../../shown/CopyButton"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"

const said = texts({
    vi: {
        check: "Kiểm tra nhật ký có bị sửa không",
        intact: (entries: string, first: string, last: string) =>
            `Nhật ký nguyên vẹn: ${entries} mục, từ mục ${first} đến mục ${last}.`,
        keep: "Mã của mục cuối. Ghi lại ở nơi khác: về sau đối chiếu được rằng không mục nào trước đó bị viết lại.",
        broken: (at: string) => `Nhật ký không còn như khi được ghi, từ mục ${at}.`,
        brokenNoEntry: "Nhật ký không còn như khi được ghi.",
        tell: "Báo ngay cho người phụ trách an toàn thông tin; giữ nguyên máy chủ và các bản sao lưu.",
    },
    en: {
        check: "Check whether the log was altered",
        intact: (entries: string, first: string, last: string) =>
            `The log is as it was written: ${entries} entries, from ${first} to ${last}.`,
        keep: "Hash of the last entry. Note it elsewhere: it proves later that nothing before it was written anew.",
        broken: (at: string) => `The log is not as it was written, from entry ${at} on.`,
        brokenNoEntry: "The log is not as it was written.",
        tell: "Tell whoever is in charge of security at once; leave the machine and the backups as they are.",
    },
})

/** All of the log is read; so only when somebody asks. */
export function AuditCheck() {
    const t = useTexts(said)
    const format = useFormat()
    const check = useMutation({ mutationFn: async () => (await api.GET("/api/audit/check")).data! })
    const found = check.data
    return (
        <div className="audit-check">
            <Button icon={<SafetyCertificateOutlined />} loading={check.isPending} onClick={() => check.mutate()}>
                {t.check}
            </Button>
            <div aria-live="polite">
                <ProblemAlert why={check.error} />
                {found?.intact && (
                    <Alert
                        type="success"
                        showIcon
                        message={t.intact(
                            format.count(found.entries),
                            format.count(found.first_seq),
                            format.count(found.last_seq),
                        )}
                        description={
                            <>
                                <p>{t.keep}</p>
                                <code>{found.last_hash}</code> <CopyButton text={found.last_hash} />
                            </>
                        }
                    />
                )}
                {found && !found.intact && (
                    <Alert
                        type="error"
                        showIcon
                        message={found.broken_at === null ? t.brokenNoEntry : t.broken(format.count(found.broken_at))}
                        description={
                            <>
                                <p>{t.tell}</p>
                                <code>{found.what}</code>
                            </>
                        }
                    />
                )}
            </div>
        </div>
    )
}
