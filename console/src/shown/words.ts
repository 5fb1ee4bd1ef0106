import type { components } from "../api/openapi"
import { texts, useTexts } from "../language/language"

type State = components["schemas"]["broadcast"]["state"]
type DeliveryState = components["schemas"]["delivery_state"]
type Urgency = components["schemas"]["urgency"]

/** The words of the trade, the same on every page: mission.md's vocabulary. */
export const words = texts({
    vi: {
        state: {
            waiting: "Chờ gửi",
            held: "Đang giữ",
            sending: "Đang gửi",
            finished: "Đã gửi xong",
            cancelled: "Đã hủy",
            replaced: "Đã thay bằng bản mới",
            paused: "Tạm dừng",
        } as Record<State, string>,
        /** Held, and by whom it goes on. */
        needsApproval: "Chờ duyệt",
        delivery: {
            queued: "Chờ gửi",
            in_flight: "Đang gửi",
            accepted: "Đã tiếp nhận",
            delivered: "Đã đến nơi",
            retrying: "Đang gửi lại",
            rejected: "Bị từ chối",
            bounced: "Thư bị trả lại",
            suppressed: "Người nhận đã từ chối",
            no_address: "Không có địa chỉ",
            covered: "Chung địa chỉ với người khác",
            unknown: "Chưa rõ kết quả",
            expired: "Quá hạn",
            cancelled: "Đã hủy",
            dead: "Không gửi được",
        } as Record<DeliveryState, string>,
        urgency: { urgent: "Khẩn", normal: "Thường", bulk: "Không gấp" } as Record<Urgency, string>,
        channel: { enetviet: "eNetViet", email: "Email" } as Record<string, string>,
        role: { staff: "Cán bộ, nhân viên", teacher: "Giáo viên", parent: "Phụ huynh" } as Record<string, string>,
        userRole: {
            editor: "Biên tập",
            approver: "Duyệt",
            operator: "Vận hành",
            administrator: "Quản trị",
            auditor: "Kiểm tra",
        } as Record<string, string>,
        level: { mn: "Mầm non", th: "Tiểu học", thcs: "THCS", thpt: "THPT", gdtx: "GDTX" } as Record<string, string>,
        unitKind: {
            department: "Sở",
            cluster: "Cụm chuyên môn",
            ward: "Phường, xã",
            school: "Trường",
            class: "Lớp",
        } as Record<string, string>,
        source: { portal: "Cổng thông tin", editor: "Soạn tại Loa" } as Record<string, string>,
        /** The six content areas of the administrative reform plan. */
        contentArea: [
            "Cải cách thể chế",
            "Cải cách thủ tục hành chính",
            "Cải cách tổ chức bộ máy",
            "Cải cách chế độ công vụ",
            "Cải cách tài chính công",
            "Xây dựng chính quyền điện tử, chính quyền số",
        ],
    },
    en: {
        state: {
            waiting: "Waiting",
            held: "Held",
            sending: "Sending",
            finished: "Finished",
            cancelled: "Cancelled",
            replaced: "Replaced by a newer version",
            paused: "Paused",
        } as Record<State, string>,
        needsApproval: "Waiting for approval",
        delivery: {
            queued: "Queued",
            in_flight: "In flight",
            accepted: "Accepted",
            delivered: "Delivered",
            retrying: "Retrying",
            rejected: "Rejected",
            bounced: "Bounced",
            suppressed: "Refused by the recipient",
            no_address: "No address",
            covered: "Shares an address",
            unknown: "Result unknown",
            expired: "Expired",
            cancelled: "Cancelled",
            dead: "Given up",
        } as Record<DeliveryState, string>,
        urgency: { urgent: "Urgent", normal: "Normal", bulk: "May wait" } as Record<Urgency, string>,
        channel: { enetviet: "eNetViet", email: "Email" } as Record<string, string>,
        role: { staff: "Staff", teacher: "Teachers", parent: "Parents" } as Record<string, string>,
        userRole: {
            editor: "Editor",
            approver: "Approver",
            operator: "Operator",
            administrator: "Administrator",
            auditor: "Auditor",
        } as Record<string, string>,
        level: {
            mn: "Nursery",
            th: "Primary",
            thcs: "Lower secondary",
            thpt: "Upper secondary",
            gdtx: "Continuing education",
        } as Record<string, string>,
        unitKind: {
            department: "Department",
            cluster: "Cluster",
            ward: "Ward",
            school: "School",
            class: "Class",
        } as Record<string, string>,
        source: { portal: "Portal", editor: "Written in Loa" } as Record<string, string>,
        contentArea: [
            "Institutional reform",
            "Reform of administrative procedures",
            "Reform of the organisation",
            "Reform of the civil service",
            "Reform of public finance",
            "Digital government",
        ],
    },
})

export const useWords = () => useTexts(words)
