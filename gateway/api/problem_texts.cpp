#include "gateway/api/problem_texts.hpp"

#include <algorithm>
#include <array>

namespace loa {
namespace {

struct entry {
    std::string_view code, vietnamese, english;
};

// Sorted by subject. A new code anywhere in the API or behind a desk_refusal is one line here.
constexpr std::array texts{
    // The request itself.
    entry{"bad_request", "Yêu cầu không hợp lệ.", "The request is not valid."},
    entry{"bad_json", "Nội dung gửi lên không phải JSON hợp lệ.", "The body is not valid JSON."},
    entry{
        "not_an_object", "Nội dung gửi lên phải là một đối tượng JSON.", "The body must be one JSON object."},
    entry{"bad_parameter", "Tham số trên địa chỉ không hợp lệ.", "A query parameter is not valid."},
    entry{
        "bad_cursor",
        "Con trỏ trang không hợp lệ; hãy tải lại danh sách từ đầu.",
        "The cursor is not one of ours; list again from the start."},
    entry{
        "media_type",
        "Nội dung gửi lên phải có kiểu application/json.",
        "The body must be application/json."},
    entry{
        "invalid",
        "Dữ liệu chưa hợp lệ; xem từng mục bên dưới.",
        "Something in it is not valid; see the list of errors."},
    entry{"not_found", "Không tìm thấy.", "There is no such thing."},
    entry{"no_such_route", "Không có địa chỉ này trong API.", "There is no such path in the API."},
    entry{
        "no_console",
        "Máy chủ này chưa cài giao diện web của Loa (mục [api] console trong tệp cấu hình).",
        "This gateway serves no console ([api] console of the settings)."},
    entry{
        "method_not_allowed",
        "Địa chỉ này không nhận phương thức đó.",
        "The path does not take this method."},
    entry{
        "not_acceptable",
        "Không có dạng trả lời mà bên gọi yêu cầu.",
        "There is no answer in a form that was asked for."},
    // Who asks.
    entry{"unauthenticated", "Bạn cần đăng nhập.", "Sign in first."},
    entry{"not_allowed", "Bạn không có quyền làm việc này.", "You may not do this."},
    entry{"not_your_own", "Chỉ người trình mới làm được việc này.", "Only who submitted it may do this."},
    entry{
        "bad_signature",
        "Chữ ký của thông báo không đúng.",
        "The signature of the message is missing or wrong."},
    entry{
        "stale_message",
        "Thông báo được ký quá lâu trước đây, hoặc đồng hồ hai bên lệch nhau.",
        "The message was signed too long ago, or the clocks differ."},
    entry{
        "bad_receipts", "Thông báo không đúng mẫu đã thống nhất.", "The message is not of the agreed form."},
    // Signing in.
    entry{"sign_in_failed", "Tên đăng nhập hoặc mật khẩu không đúng.", "The name or the password is wrong."},
    entry{
        "sign_in_locked",
        "Sai quá nhiều lần; hãy đợi một lúc rồi thử lại.",
        "Too many failures: wait a while, then try again."},
    entry{
        "oidc_off",
        "Đăng nhập bằng tài khoản chung chưa được bật; hãy dùng tên và mật khẩu.",
        "Signing in by the provider is not set up here: use name and password."},
    entry{
        "oidc_state",
        "Lần đăng nhập này đã quá hạn hoặc đã dùng rồi; hãy đăng nhập lại từ đầu.",
        "This sign-in is too old, was used already, or began in another browser: sign in again."},
    entry{
        "oidc_refused",
        "Hệ thống tài khoản chung không xác nhận lần đăng nhập này; hãy thử lại.",
        "The provider does not confirm this sign-in: try again."},
    entry{
        "oidc_no_name",
        "Hệ thống tài khoản chung không cho biết bạn là ai (thiếu tên, hoặc hộp thư chưa xác minh).",
        "The provider does not say who you are (no name, or a mailbox that is not verified)."},
    entry{
        "oidc_no_user",
        "Tài khoản chung của bạn đúng, nhưng chưa có người dùng tương ứng ở đây; hãy hỏi quản trị viên.",
        "Your account is good, but no user here belongs to it: ask an administrator."},
    entry{
        "oidc_inactive",
        "Người dùng của bạn đã bị khóa; hãy hỏi quản trị viên.",
        "Your user is disabled: ask an administrator."},
    entry{
        "oidc_unavailable",
        "Chưa liên lạc được với hệ thống tài khoản chung; hãy thử lại sau, hoặc dùng tên và mật khẩu.",
        "The provider cannot be reached: try again later, or use name and password."},
    entry{"session_over", "Phiên làm việc đã hết; hãy đăng nhập lại.", "The session is over: sign in again."},
    entry{"key_unknown", "Khóa API không đúng.", "The API key is not one of ours."},
    entry{"key_expired", "Khóa API đã hết hạn.", "The API key has expired."},
    entry{"key_revoked", "Khóa API đã bị thu hồi.", "The API key was revoked."},
    entry{
        "cross_site",
        "Yêu cầu đến từ một trang web khác nên bị từ chối.",
        "The request comes from another site's page."},
    entry{
        "csrf_token",
        "Thiếu hoặc sai X-CSRF-Token; hãy tải lại trang.",
        "X-CSRF-Token is missing or wrong: read /api/session again."},
    entry{
        "password_must_change",
        "Bạn phải đổi mật khẩu trước khi làm việc khác.",
        "Change your password first."},
    entry{
        "needs_session",
        "Chỉ làm được khi đăng nhập bằng tên và mật khẩu.",
        "Only who signed in may do this, not a key."},
    entry{"no_session", "Không có phiên làm việc nào để kết thúc.", "There is no session that could end."},
    // Users and keys.
    entry{"name_taken", "Tên này đã có người dùng.", "The name is taken."},
    entry{
        "last_administrator",
        "Đây là quản trị viên cuối cùng đang hoạt động; hãy cử người khác trước.",
        "This is the last active administrator: make another one first."},
    entry{
        "not_a_user_name",
        "Gồm 2 đến 64 chữ thường không dấu, số, dấu chấm, gạch ngang hoặc gạch dưới, bắt đầu bằng chữ.",
        "Must be 2 to 64 lower case letters, digits, dots, hyphens or underscores, with a letter first."},
    entry{"not_a_mailbox", "Không phải địa chỉ thư điện tử.", "Is not a mailbox."},
    entry{
        "not_your_role",
        "Khóa chỉ được có các quyền mà chính bạn có.",
        "A key may have your roles, or fewer."},
    entry{
        "password_short",
        "Cần ít nhất 12 ký tự; ghép vài từ không liên quan là tốt nhất.",
        "Must have at least 12 characters; several words make a good one."},
    entry{
        "password_common",
        "Mật khẩu này quá phổ biến; hãy ghép vài từ không liên quan với nhau.",
        "Is one of the commonest, or nearly so: take several words that do not belong together."},
    entry{"password_own_name", "Không được chứa tên đăng nhập.", "Must not contain the user's name."},
    entry{"password_same", "Không được trùng mật khẩu đang dùng.", "Must not be the present password."},
    entry{"password_wrong", "Không đúng mật khẩu đang dùng.", "Is not your present password."},
    // Changes.
    entry{
        "if_match_required",
        "Thiếu If-Match: hãy gửi kèm ETag của bản bạn đã đọc.",
        "If-Match is missing: send the ETag of what you read."},
    entry{
        "changed",
        "Dữ liệu đã được người khác thay đổi; hãy tải lại rồi làm lại.",
        "It was changed since you read it; read it again."},
    entry{"conflict", "Không làm được ở trạng thái hiện tại.", "Not in the state it is in now."},
    entry{
        "bad_idempotency_key",
        "Idempotency-Key phải là 1 đến 128 ký tự in được, đặt trong dấu ngoặc kép.",
        "Idempotency-Key must be 1 to 128 printable characters in double quotes."},
    entry{
        "idempotency_key_reused",
        "Idempotency-Key này đã dùng cho một yêu cầu khác.",
        "This Idempotency-Key was used for another request."},
    entry{
        "still_running",
        "Yêu cầu cùng Idempotency-Key đang được thực hiện.",
        "The request with this Idempotency-Key is still being carried out."},
    entry{
        "reply_lost",
        "Yêu cầu cùng Idempotency-Key đã được thực hiện nhưng câu trả lời đã mất; hãy đọc lại trạng thái.",
        "The request with this Idempotency-Key was carried out, but its answer was lost: read the state."},
    // Broadcasts and channels.
    entry{"over", "Đợt phát này đã kết thúc.", "The broadcast is over."},
    entry{"not_sending", "Đợt phát này không đang gửi.", "The broadcast is not being sent."},
    entry{"not_paused", "Không đang tạm dừng.", "It is not paused."},
    entry{"already_paused", "Đã tạm dừng từ trước.", "It is paused already."},
    entry{"not_held", "Đợt phát này không đang chờ quyết định.", "The broadcast is not held."},
    entry{
        "needs_approval",
        "Đợt phát này cần được người khác duyệt.",
        "The broadcast needs somebody else's approval."},
    entry{
        "own_submission",
        "Bạn không thể duyệt bản tin do chính mình trình.",
        "You cannot approve what you submitted yourself."},
    entry{
        "started",
        "Đợt phát này đã bắt đầu nên không thay đổi được nữa.",
        "The broadcast has started: it cannot be changed any more."},
    entry{
        "no_such_channel",
        "Đợt phát này không đi qua kênh đó.",
        "The broadcast does not go out on this channel."},
    entry{
        "deliveries_purged",
        "Kết quả của từng nơi nhận đã được xóa theo thời hạn lưu; chỉ còn các con số tổng của đợt phát.",
        "What became of each destination was taken away after its time; the broadcast's counts stay."},
    entry{"cancelled", "Đợt phát này đã bị hủy.", "The broadcast was cancelled."},
    entry{"expired", "Đợt phát này đã hết hạn.", "The broadcast has expired."},
    entry{
        "being_sent",
        "Một số lô đang được gửi; hãy thử lại sau một phút.",
        "Some batches are being sent at this moment: try again in a minute."},
    // Drafts, the directory and refusals.
    entry{
        "not_your_draft",
        "Chỉ người soạn mới làm được việc này với bản nháp.",
        "Only its author may do this with a draft."},
    entry{
        "needs_account",
        "Bản nháp cần một người soạn có tài khoản; khóa API không soạn được.",
        "A draft needs an author with an account: a key cannot write one."},
    entry{"known_bulletin", "Bản tin này đã được nhận từ trước.", "This bulletin was taken in before."},
    entry{
        "submitted",
        "Bản nháp đã được trình; hãy thu hồi hoặc đính chính.",
        "The draft was submitted: recall it, or correct it."},
    entry{"not_submitted", "Bản nháp đang mở.", "The draft is open already."},
    entry{
        "not_started",
        "Đợt phát chưa bắt đầu; hãy thu hồi thay vì đính chính.",
        "The broadcast has not started: recall it instead of correcting it."},
    entry{
        "draft_not_ready",
        "Bản nháp chưa trình được; xem từng mục bên dưới.",
        "The draft cannot go out yet; see the list of errors."},
    entry{
        "too_many_tests",
        "Bạn đã gửi thử nhiều lần; hãy đợi một lúc.",
        "You have sent many tests: wait a while."},
    entry{
        "no_mailbox",
        "Tài khoản của bạn chưa có hộp thư để nhận bản gửi thử.",
        "Your account has no mailbox for tests."},
    entry{
        "already_suppressed",
        "Địa chỉ này đã có trong danh sách từ chối.",
        "The address is on the list of refusals already."},
    entry{"unknown_channel", "Không có kênh này.", "There is no such channel."},
    entry{"not_renderable", "Không trình bày được trên kênh này.", "Cannot be rendered for this channel."},
    entry{"empty", "Cần có tiêu đề.", "A title is needed."},
    entry{"too_deep", "HTML lồng nhau quá sâu.", "The HTML is nested too deep."},
    entry{"duplicate_key", "Một mục xuất hiện hai lần.", "A key is there twice."},
    entry{"not_json", "Không phải JSON hợp lệ.", "Is not valid JSON."},
    // What is wrong with a value.
    entry{"missing", "Thiếu giá trị này.", "Is missing."},
    entry{"wrong_type", "Sai kiểu dữ liệu.", "Has the wrong type."},
    entry{"not_utf8", "Không phải UTF-8 hợp lệ.", "Is not valid UTF-8."},
    entry{"control_character", "Có ký tự điều khiển.", "Has a control character."},
    entry{"too_short", "Quá ngắn.", "Is too short."},
    entry{"too_long", "Quá dài.", "Is too long."},
    entry{"out_of_range", "Ngoài khoảng cho phép.", "Is out of range."},
    entry{"unknown_key", "Không có mục này trong quy ước.", "Is not part of the contract."},
    entry{
        "unknown_word",
        "Giá trị này không có trong danh sách cho phép.",
        "Is not one of the words that may stand here."},
    entry{
        "not_a_time",
        "Không phải thời điểm hợp lệ (RFC 3339, có múi giờ).",
        "Is not a time (RFC 3339, with its offset)."},
    entry{"not_a_date", "Không phải ngày hợp lệ.", "Is not a date."},
    entry{"not_a_url", "Không phải địa chỉ web hợp lệ.", "Is not a URL."},
    entry{
        "not_a_word",
        "Chỉ gồm chữ thường, số và dấu gạch.",
        "Must be lower case letters, digits and hyphens."},
    entry{
        "host_not_allowed",
        "Tên máy chủ này không nằm trong danh sách cho phép.",
        "The host is not one of those allowed."},
    entry{"more_problems", "Còn nhiều lỗi khác.", "There are more problems."},
    entry{"unknown_unit", "Không có đơn vị này trong danh bạ.", "There is no such unit in the directory."},
    // Ourselves.
    entry{
        "busy",
        "Hệ thống đang bận; hãy thử lại sau giây lát.",
        "Too many requests are waiting: try again in a moment."},
    entry{"too_many_requests", "Quá nhiều yêu cầu; hãy thử lại sau.", "Too many requests: try again later."},
    // Files of the directory.
    entry{
        "import_running",
        "Đang có một tệp danh bạ khác được nạp; hãy đợi xong rồi thử lại.",
        "Another file of the directory is being brought in: wait until it is done."},
    entry{"not_csv_type", "Tệp gửi lên phải có kiểu text/csv.", "The body must be text/csv."},
    entry{
        "disk_full",
        "Ổ đĩa của máy chủ đã đầy; danh bạ vẫn như cũ. Hãy báo quản trị máy chủ.",
        "The server's disk is full; the directory is as it was."},
    entry{
        "gateway_stopped",
        "Hệ thống bị dừng giữa chừng; danh bạ vẫn như cũ. Hãy nạp lại tệp.",
        "The gateway was stopped meanwhile; the directory is as it was. Bring the file in again."},
    entry{
        "import_failed",
        "Không nạp được; danh bạ vẫn như cũ. Lý do có trong nhật ký của hệ thống.",
        "It could not be brought in; the directory is as it was. The reason is in the log."},
    entry{
        "file_empty",
        "Tệp trống: dòng đầu phải là tên các cột.",
        "The file is empty: its first line must name the columns."},
    entry{
        "unknown_column",
        "Tệp có cột mà danh bạ không nhận.",
        "The file has a column that the directory has no place for."},
    entry{"repeated_column", "Tệp có một cột hai lần.", "The file has a column twice."},
    entry{"missing_column", "Tệp thiếu một cột bắt buộc.", "The file has no column that must be there."},
    entry{"too_many_units", "Tệp có hơn 200.000 đơn vị.", "The file has more than 200,000 units."},
    entry{
        "not_csv",
        "Dòng không đúng dạng CSV: có thể thiếu dấu ngoặc kép đóng, hoặc dòng quá dài.",
        "Is not CSV: a closing quote may be missing, or the row is too long."},
    entry{
        "wrong_width",
        "Số ô của dòng khác số cột của dòng đầu.",
        "The row has another number of fields than the header."},
    entry{"row_too_long", "Dòng dài hơn 2.000 byte.", "The row is longer than 2,000 bytes."},
    entry{
        "not_a_reference",
        "Mã không được có khoảng trắng hay dấu phân cách.",
        "A reference has no spaces and no separators."},
    entry{
        "not_an_account",
        "Tài khoản không được có khoảng trắng.",
        "An account has no spaces and no control characters."},
    entry{
        "unknown_level",
        "Cấp học chỉ gồm mn, th, thcs, thpt, gdtx, cách nhau bằng dấu chấm phẩy.",
        "Levels are mn, th, thcs, thpt, gdtx, with ; between them."},
    entry{
        "unknown_kind",
        "Loại đơn vị là department, cluster, ward, school hoặc class.",
        "The kind is department, cluster, ward, school or class."},
    entry{"unknown_role", "Vai trò là staff, teacher hoặc parent.", "The role is staff, teacher or parent."},
    entry{
        "not_a_period",
        "Thời gian thuộc đơn vị cha viết như @2026-01-01..2026-12-31.",
        "A parent's time is written like @2026-01-01..2026-12-31."},
    entry{"too_many_parents", "Đơn vị có hơn 20 đơn vị cha.", "The unit has more than 20 parents."},
    entry{"own_parent", "Đơn vị không thể là cha của chính nó.", "A unit cannot be its own parent."},
    entry{
        "repeated_reference",
        "Mã này đã có ở một dòng khác trong tệp.",
        "The same reference is on another line of the file."},
    entry{
        "contradicts_row",
        "Một dòng khác cho mã này tên, tài khoản hoặc hộp thư khác.",
        "Another row gives the same reference another name, account or mailbox."},
    entry{
        "inbox_unavailable",
        "Redis, nơi giữ bản tin bị từ chối, tạm thời không trả lời; hãy thử lại sau.",
        "Redis, which keeps what was rejected, does not answer: try again later."},
    entry{
        "reserved",
        "Tên nguồn này dành riêng cho bản tin soạn trong Loa.",
        "The source is kept for bulletins written in Loa."},
    entry{
        "store_unavailable",
        "Kho dữ liệu tạm thời không dùng được; hãy thử lại sau.",
        "The store cannot be used at this moment: try again later."},
    entry{
        "failed",
        "Lỗi bên trong hệ thống; đã ghi vào nhật ký.",
        "Something failed inside; it is in the log."},
};

struct status_text {
    unsigned status;
    std::string_view code;
};
constexpr std::array by_status{
    status_text{400, "bad_request"},
    status_text{401, "unauthenticated"},
    status_text{403, "not_allowed"},
    status_text{404, "not_found"},
    status_text{405, "method_not_allowed"},
    status_text{406, "not_acceptable"},
    status_text{409, "conflict"},
    status_text{412, "changed"},
    status_text{415, "media_type"},
    status_text{422, "invalid"},
    status_text{428, "if_match_required"},
    status_text{429, "too_many_requests"},
    status_text{503, "store_unavailable"},
};

}  // namespace

std::string_view text_of(std::string_view code, language speaks) noexcept
{
    const auto at = std::ranges::find(texts, code, &entry::code);
    if (at == texts.end())
        return {};
    return speaks == language::english ? at->english : at->vietnamese;
}

std::string_view text_of(unsigned status, language speaks) noexcept
{
    const auto at = std::ranges::find(by_status, status, &status_text::status);
    return text_of(at == by_status.end() ? std::string_view{"failed"} : at->code, speaks);
}

}  // namespace loa
