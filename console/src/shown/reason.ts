import { useLanguage } from "../language/language"

type Rule = [RegExp, (...parts: string[]) => string]

const channelName = (name: string) => (name === "enetviet" ? "eNetViet" : name)

// The gateway's own reasons are in English, also in its log. What a partner or a mail server said stays as it said it.
const rules: Rule[] = [
    [/^submitted by (.+): somebody else must approve it$/, (who) => `${who} đã trình, cần người khác duyệt`],
    [/^rescheduled by (.+): it must be approved again$/, (who) => `${who} đã đổi giờ gửi, cần duyệt lại`],
    [/^given back by ([^:]+): ([^]+)$/, (who, why) => `${who} đã trả lại: ${why}`],
    [/^given back by (.+)$/, (who) => `${who} đã trả lại`],
    [/^cancelled by (.+)$/, (who) => `${who} đã hủy`],
    [/^released by (.+)$/, (who) => `${who} đã cho gửi`],
    [
        /^paused by its canary: (\d+) of the first (\d+) on (.+) failed$/,
        (failed, all, channel) =>
            `tự dừng vì gửi thử ${all} nơi nhận đầu tiên qua ${channelName(channel)} thì hỏng ${failed}`,
    ],
    [/^paused by (.+)$/, (who) => `${who} đã tạm dừng`],
    [/^corrects version (\d+), which was sent$/, (version) => `đính chính phiên bản ${version} đã gửi xong`],
    [/^corrects version (\d+), which is being sent$/, (version) => `đính chính phiên bản ${version} đang gửi`],
    [/^version (\d+) came before anything was sent$/, (version) => `phiên bản ${version} đến trước khi gửi`],
    [/^parents get it: a second person must approve it$/, () => "gửi tới phụ huynh nên cần người thứ hai duyệt"],
    [/^staff get it: a second person must approve it$/, () => "gửi tới cán bộ, giáo viên nên cần người thứ hai duyệt"],
    [
        /^urgent, in quiet hours: somebody must allow it to wake people$/,
        () => "khẩn trong giờ yên tĩnh nên cần người cho phép",
    ],
    [/^the stored content cannot be read: ([^]+)$/, (why) => `không đọc được nội dung đã lưu: ${why}`],
    [/^broadcast cancelled$/, () => "đợt phát đã bị hủy"],
    [/^content refused$/, () => "nội dung bị từ chối"],
    [/^too late to be sent$/, () => "quá hạn gửi"],
    [/^on the list of who must not be sent to$/, () => "có trong danh sách từ chối"],
    [/^unsubscribed$/, () => "người nhận bấm từ chối trong thư"],
    [/^not a mailbox$/, () => "địa chỉ hộp thư không đúng"],
    [/^the server cannot take a mailbox outside ASCII \(SMTPUTF8\)$/, () => "máy chủ thư không nhận địa chỉ có dấu"],
    [/^larger than the server's SIZE limit$/, () => "thư lớn hơn mức máy chủ thư cho phép"],
    [/^no free connection before the deadline$/, () => "không còn kết nối trống trong thời hạn"],
    [/^no session with the server within (\d+) s$/, (s) => `không vào được máy chủ thư trong ${s} giây`],
    [/^no answer before the deadline$/, () => "không có trả lời trong thời hạn"],
    [/^no answer within (\d+) s$/, (s) => `không có trả lời trong ${s} giây`],
    [/^the server hung up$/, () => "máy chủ ngắt kết nối"],
    [/^connection lost: ([^]+)$/, (why) => `mất kết nối: ${why}`],
    [/^not attempted before the time limit$/, () => "chưa kịp gửi trong thời hạn"],
    [/^no result for the account in the answer$/, () => "trả lời không có kết quả cho tài khoản này"],
    [/^contradictory results for the account$/, () => "trả lời mâu thuẫn về tài khoản này"],
    [/^answer that cannot be read$/, () => "trả lời không đọc được"],
    [/^HTML page instead of an answer$/, () => "nhận được trang web thay vì trả lời"],
    [/^code (\d+)$/, (code) => `eNetViet báo mã ${code}`],
    [/^code (\d+): ([^]+)$/, (code, why) => `eNetViet báo mã ${code}: ${why}`],
    [/^no answer, attempts used up$/, () => "không có trả lời, đã hết số lần gửi"],
    [/^no answer$/, () => "không có trả lời"],
    [/^did not arrive$/, () => "chưa đến nơi"],
    [/^did not arrive, attempts used up$/, () => "chưa đến nơi, đã hết số lần gửi"],
    [/^an attempt without an answer may have arrived$/, () => "có lần gửi không rõ kết quả, có thể đã đến"],
    [/^the ledger cannot be read$/, () => "không đọc được sổ gửi"],
    [/^the inbox is not connected$/, () => "mất kết nối với Redis"],
]

function inVietnamese(part: string): string {
    for (const [pattern, say] of rules) {
        const found = pattern.exec(part)
        if (found) return say(...found.slice(1))
    }
    return part
}

/** A reason or cause of the gateway in Vietnamese. */
export function reasonInVietnamese(text: string): string {
    const whole = inVietnamese(text)
    return whole === text ? text.split("; ").map(inVietnamese).join("; ") : whole
}

/** The same in the language of whoever reads. */
export function useReason(): (text: string) => string {
    const { language } = useLanguage()
    return language === "vi" ? reasonInVietnamese : (text) => text
}
