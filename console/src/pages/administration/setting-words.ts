import { texts } from "../../language/language"
import type { Format } from "../../shown/format"

/** What GET /api/settings tells, in the order in which it is shown. What is not listed here is shown by its key. */
export const settingWords = texts({
    vi: {
        groups: {
            approval: "Duyệt",
            quiet_hours: "Giờ yên tĩnh",
            canary: "Gửi dò trước",
            "email.dispatch": "Kênh email",
            "enetviet.dispatch": "Kênh eNetViet",
            email: "Liên kết trong email",
            enetviet: "Liên kết trên eNetViet",
            api: "Phiên làm việc và thu hồi",
            retention: "Thời hạn lưu",
            store: "Sổ gửi",
            bulletins: "Bản tin",
        } as Record<string, string>,
        other: "Khác",
        names: {
            "approval.staff": "Bản tin từ Cổng thông tin, chỉ cho cán bộ và giáo viên",
            "approval.parents": "Bản tin từ Cổng thông tin, có phụ huynh",
            "approval.urgent_in_quiet_hours": "Bản tin khẩn trong giờ yên tĩnh",
            "canary.enabled": "Gửi cho một nhóm nhỏ trước",
            "canary.percent": "Cỡ nhóm, phần trăm số nơi nhận",
            "canary.seeds": "Người luôn ở trong nhóm (mã trong danh bạ)",
            "canary.most_failed_percent": "Tạm dừng khi quá bao nhiêu phần trăm không gửi được",
            "canary.least_attempted": "Số nơi nhận ít nhất của nhóm",
            "canary.patience": "Chưa rõ kết quả sau thời gian này coi là không gửi được",
            "quiet_hours.enabled": "Không gửi trong giờ yên tĩnh (trừ bản tin khẩn)",
            "quiet_hours.from": "Bắt đầu",
            "quiet_hours.to": "Kết thúc",
            "quiet_hours.time_zone": "Múi giờ",
            "retention.audit": "Nhật ký",
            "retention.sign_ins": "Lượt đăng nhập",
            "retention.deliveries": "Ai đã nhận, ai chưa của từng đợt phát",
            "retention.replies": "Trả lời cho yêu cầu gửi lặp",
            "api.recall_time": "Sau khi duyệt còn thu hồi được trong",
            "api.session_idle": "Phiên kết thúc nếu không dùng trong",
            "api.session_limit": "Phiên kết thúc sau",
            "api.session_most": "Phiên kết thúc sau",
            "api.import_bytes": "Cỡ tệp danh bạ lớn nhất khi nhập qua trang này",
            "email.dispatch.daily_cap": "Số đợt phát nhiều nhất mỗi người nhận trong ngày",
            "enetviet.dispatch.daily_cap": "Số đợt phát nhiều nhất mỗi người nhận trong ngày",
            "email.dispatch.attempts": "Số lần gửi nhiều nhất cho một nơi nhận",
            "enetviet.dispatch.attempts": "Số lần gửi nhiều nhất cho một nơi nhận",
            "email.dispatch.quota": "Số nơi nhận mỗi giây mà máy chủ thư cho phép",
            "enetviet.dispatch.quota": "Số nơi nhận mỗi giây mà eNetViet cho phép",
            "email.allowed_hosts": "Liên kết chỉ được dẫn tới",
            "enetviet.allowed_hosts": "Liên kết chỉ được dẫn tới",
            "bulletins.max_bytes": "Cỡ lớn nhất của một bản tin",
            "bulletins.root_unit": "Đơn vị nhận bản tin không ghi đối tượng",
            "store.keep_sendable": "Không gửi nữa sau khi tiếp nhận quá",
        } as Record<string, string>,
        values: { automatic: "Gửi ngay, không cần duyệt", approve: "Phải được duyệt" } as Record<string, string>,
        yes: "Có",
        no: "Không",
        none: "không có",
        noCap: "không giới hạn",
        units: {
            ms: "mili giây",
            s: "giây",
            min: "phút",
            h: "giờ",
            d: "ngày",
        } as Record<string, string>,
    },
    en: {
        groups: {
            approval: "Approval",
            quiet_hours: "Quiet hours",
            canary: "A few first",
            "email.dispatch": "Email",
            "enetviet.dispatch": "eNetViet",
            email: "Links in email",
            enetviet: "Links on eNetViet",
            api: "Sessions and recall",
            retention: "How long things are kept",
            store: "Ledger",
            bulletins: "Bulletins",
        } as Record<string, string>,
        other: "Other",
        names: {
            "approval.staff": "Of the portal, for staff and teachers only",
            "approval.parents": "Of the portal, with parents",
            "approval.urgent_in_quiet_hours": "Urgent, in quiet hours",
            "canary.enabled": "A few get it first",
            "canary.percent": "How many, in percent",
            "canary.seeds": "People always among them (reference in the directory)",
            "canary.most_failed_percent": "Pause when more than so many percent fail",
            "canary.least_attempted": "How many at least",
            "canary.patience": "Unclear for so long counts as failed",
            "quiet_hours.enabled": "Nothing but urgent bulletins in quiet hours",
            "quiet_hours.from": "From",
            "quiet_hours.to": "To",
            "quiet_hours.time_zone": "Time zone",
            "retention.audit": "Audit log",
            "retention.sign_ins": "Sign-ins",
            "retention.deliveries": "Who was reached by each broadcast",
            "retention.replies": "Replies for repeated writes",
            "api.recall_time": "After its approval a broadcast can be recalled for",
            "api.session_idle": "An unused session ends after",
            "api.session_limit": "Any session ends after",
            "api.session_most": "Any session ends after",
            "api.import_bytes": "Largest file of an import by this page",
            "email.dispatch.daily_cap": "Broadcasts a person gets in a day at most",
            "enetviet.dispatch.daily_cap": "Broadcasts a person gets in a day at most",
            "email.dispatch.attempts": "Attempts at a delivery at most",
            "enetviet.dispatch.attempts": "Attempts at a delivery at most",
            "email.dispatch.quota": "Destinations a second that the mail server allows",
            "enetviet.dispatch.quota": "Destinations a second that eNetViet allows",
            "email.allowed_hosts": "Links may lead to",
            "enetviet.allowed_hosts": "Links may lead to",
            "bulletins.max_bytes": "Largest bulletin",
            "bulletins.root_unit": "Unit of bulletins that name no audience",
            "store.keep_sendable": "Nothing is sent later than",
        } as Record<string, string>,
        values: { automatic: "Goes out by itself", approve: "Must be approved" } as Record<string, string>,
        yes: "Yes",
        no: "No",
        none: "none",
        noCap: "no limit",
        units: { ms: "ms", s: "s", min: "min", h: "h", d: "days" } as Record<string, string>,
    },
})

const isSize = /_bytes$/
const isPercent = /[._]percent$/
const isNoLimit = /\.(daily_cap|quota)$/

/** A value as people say it: "1min" -> "1 phút". */
export function valueText(key: string, value: unknown, words: typeof settingWords.vi, format: Format) {
    const { count, bytes } = format
    if (typeof value === "boolean") return value ? words.yes : words.no
    if (typeof value === "number" && isSize.test(key)) return bytes(value)
    if (typeof value === "number" && isPercent.test(key)) return `${count(value)}%`
    if (typeof value === "number") return value === 0 && isNoLimit.test(key) ? words.noCap : count(value)
    if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : words.none
    const text = String(value)
    const time = /^(\d+(?:\.\d+)?)(ms|s|min|h|d)$/.exec(text)
    if (time) return `${count(Number(time[1]))} ${words.units[time[2]!]}`
    return words.values[text] ?? (text === "" ? words.none : text)
}
