#pragma once
/// \file
/// A bulletin's content as an email shows it: checked, cleaned and put into words. Within the folder.

#include "adapters/email/email_params.hpp"
#include "gateway/core/bulletin.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

struct email_link {
    std::string label, url;
};

/// Plain text but for `body`; nothing is escaped yet.
struct email_content {
    std::string kind;     ///< "Bản tin cải cách hành chính · Cải cách thể chế"
    bool urgent = false;  ///< to be marked as urgent
    std::string title, summary;
    std::optional<bulletin_image> image;
    std::string body;                     ///< sanitised HTML
    std::string document;                 ///< "Văn bản số 172/KH-SGDĐT ngày 21/01/2022"; may be empty
    std::vector<email_link> attachments;  ///< "Kế hoạch.pdf (403 KB)"
    std::string url;                      ///< may be empty
    std::string origin;                   ///< "Văn phòng Sở · 08:30 ngày 20/11/2026"
};

boost::system::result<email_content, problems> make_content(const bulletin& what, const email_params& params);

/// What every message says of itself.
inline constexpr std::string_view department_name = "Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh";
inline constexpr std::string_view view_online = "Xem trên trang thông tin của Sở";
inline constexpr std::string_view attachments_heading = "Tệp đính kèm";
inline constexpr std::string_view why_you_get_it =
    "Quý vị nhận được thư này vì địa chỉ thư điện tử của quý vị có trong danh bạ của ngành Giáo dục và Đào "
    "tạo Thành phố.";
inline constexpr std::string_view against_phishing =
    "Sở không bao giờ hỏi mật khẩu hay mã OTP qua thư điện tử.";
inline constexpr std::string_view stop_mail = "Ngừng nhận bản tin qua email";

/// `greeting` stands for the personal line: it comes out as it is, on a line of its own. `unsubscribe` stands
/// for the URL of the link to stop mail; it comes out as it is, and only the link's own characters follow on
/// its line. Empty: no link.
std::string email_text(
    const email_content& content, std::string_view greeting, std::string_view unsubscribe = {}
);
std::string email_html(
    const email_content& content, std::string_view greeting, std::string_view unsubscribe = {}
);

/// Sanitised HTML with the inline styles that mail clients need.
std::string with_styles(std::string_view sanitised_html);

/// The same HTML with line breaks where they mean nothing, so that lines are short wherever the content
/// allows it.
std::string with_short_lines(std::string_view html);

}  // namespace loa
