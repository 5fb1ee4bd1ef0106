#include "gateway/api/report_words.hpp"

#include <array>

namespace loa {

std::string vietnamese(broadcast_state what)
{
    switch (what) {
        case broadcast_state::waiting: return "Chờ gửi";
        case broadcast_state::held: return "Đang giữ";
        case broadcast_state::sending: return "Đang gửi";
        case broadcast_state::finished: return "Đã gửi xong";
        case broadcast_state::cancelled: return "Đã hủy";
        case broadcast_state::replaced: return "Đã thay bằng bản mới";
        case broadcast_state::paused: return "Tạm dừng";
    }
    return "?";
}

std::string vietnamese(delivery_state what)
{
    switch (what) {
        case delivery_state::queued: return "Chờ gửi";
        case delivery_state::in_flight: return "Đang gửi";
        case delivery_state::retrying: return "Đang gửi lại";
        case delivery_state::unknown: return "Chưa rõ kết quả";
        case delivery_state::accepted: return "Đã tiếp nhận";
        case delivery_state::delivered: return "Đã đến nơi";
        case delivery_state::rejected: return "Bị từ chối";
        case delivery_state::bounced: return "Thư bị trả lại";
        case delivery_state::suppressed: return "Người nhận đã từ chối";
        case delivery_state::no_address: return "Không có địa chỉ";
        case delivery_state::covered: return "Chung địa chỉ với người khác";
        case delivery_state::expired: return "Quá hạn";
        case delivery_state::cancelled: return "Đã hủy";
        case delivery_state::dead: return "Không gửi được";
    }
    return "?";
}

std::string vietnamese(urgency what)
{
    switch (what) {
        case urgency::urgent: return "Khẩn";
        case urgency::normal: return "Thường";
        case urgency::bulk: return "Không gấp";
    }
    return "?";
}

std::string vietnamese(suppression_origin what)
{
    switch (what) {
        case suppression_origin::unsubscribed: return "Người nhận từ chối bằng liên kết trong thư";
        case suppression_origin::unusable: return "Địa chỉ không còn dùng được";
        case suppression_origin::by_hand: return "Quản trị viên ghi vào danh sách";
        case suppression_origin::other: return "Lý do khác";
    }
    return "?";
}

std::string vietnamese_channel(std::string_view channel)
{
    if (channel == "enetviet")
        return "eNetViet";
    if (channel == "email")
        return "Email";
    return std::string{channel};
}

std::span<const std::string_view> how_it_is_counted() noexcept
{
    static constexpr std::array<std::string_view, 9> paragraphs{
        "Báo cáo gồm các đợt phát được tiếp nhận trong kỳ, kể cả ngày đầu và ngày cuối. Đợt phát tiếp nhận "
        "cuối kỳ này và gửi sang kỳ "
        "sau vẫn thuộc kỳ này. Số liệu là kết quả tính đến lúc lập báo cáo.",
        "Đợt phát chưa bắt đầu (đang chờ, đang giữ để duyệt, bị trả lại, được thay bằng bản mới trước khi "
        "gửi) không nằm trong số liệu nào "
        "khác ngoài dòng “Chưa phát”.",
        "Bản tin: các phiên bản đính chính của cùng một bản tin được tính là một; mỗi phiên bản được gửi là "
        "một đợt phát.",
        "Nơi nhận: số lượt cần gửi trên mỗi kênh. Không tính người không có địa chỉ trên kênh đó, người dùng "
        "chung địa chỉ với người khác "
        "trong cùng đợt phát (địa chỉ chung được tính một lần) và địa chỉ trong danh sách từ chối. Một người "
        "nhận qua hai kênh là hai lượt.",
        "Đã tới: eNetViet hoặc máy chủ thư đã tiếp nhận, hoặc đã xác nhận đến nơi. Đang chờ: còn được gửi "
        "hoặc gửi lại. Không tới: bị từ "
        "chối, bị trả lại, quá hạn, bị hủy hoặc gửi nhiều lần không được.",
        "Nơi nhận = Đã tới + Đang chờ + Không tới. Tỷ lệ tới = Đã tới / Nơi nhận, làm tròn xuống, nên chỉ là "
        "100% khi không sót một ai.",
        "Đạt 95% sau: thời gian từ lượt gửi đầu tiên của đợt phát đến khi 95% nơi nhận đã tới, kể cả giờ yên "
        "lặng và lúc tạm dừng; với đợt "
        "phát có nhiều kênh là kênh đến sau cùng. Ở dòng tổng hợp là trung vị. Ô trống: chưa đạt, hoặc đợt "
        "phát có trước khi Loa ghi thời "
        "điểm này.",
        "Lý do không tới: gồm cả lý do của những lượt đang chờ gửi lại. Lời của máy chủ thư và của eNetViet "
        "được giữ nguyên văn.",
        "Khi chi tiết từng lượt gửi được xóa theo thời hạn lưu, các con số ở đây không thay đổi."};
    return paragraphs;
}

}  // namespace loa
