#include "gateway/api/unsubscribe_page.hpp"

#include <array>

namespace loa {
namespace {

struct words {
    std::string_view language, sender, title, text, button, note;
};

constexpr std::string_view sender_vi = "Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh";
constexpr std::string_view sender_en = "Department of Education and Training, Ho Chi Minh City";

// In the order of unsubscribe_view.
constexpr std::array vietnamese{
    words{
        "vi",
        sender_vi,
        "Ngừng nhận bản tin qua email",
        "Bấm nút dưới đây nếu quý vị không muốn nhận bản tin của Sở qua địa chỉ email này nữa. Bản tin trên "
        "ứng dụng eNetViet không bị ảnh hưởng.",
        "Ngừng nhận email",
        "Chỉ mở trang này thì chưa có gì thay đổi."},
    words{
        "vi",
        sender_vi,
        "Đã ngừng gửi email",
        "Từ lúc này, Sở không gửi bản tin đến địa chỉ email này nữa.",
        "Nhận lại bản tin",
        "Bấm nhầm? Quý vị có thể nhận lại bản tin ngay tại đây."},
    words{
        "vi",
        sender_vi,
        "Quý vị sẽ nhận lại bản tin",
        "Sở lại gửi bản tin đến địa chỉ email này.",
        "Ngừng nhận email",
        ""},
    words{
        "vi",
        sender_vi,
        "Địa chỉ này vẫn chưa nhận được bản tin",
        "Hệ thống thư đã báo địa chỉ email này không nhận được thư, hoặc Sở đã ngừng gửi đến đây vì lý do "
        "khác. Xin liên "
        "hệ Văn phòng Sở nếu quý vị muốn nhận lại.",
        "",
        ""},
    words{
        "vi",
        sender_vi,
        "Liên kết không dùng được",
        "Liên kết này không đúng hoặc đã bị cắt mất một phần. Xin mở lại liên kết ở cuối email mà quý vị đã "
        "nhận.",
        "",
        ""},
};
constexpr std::array english{
    words{
        "en",
        sender_en,
        "Stop bulletins by email",
        "Press the button if you no longer want the Department's bulletins at this email address. Bulletins "
        "in the "
        "eNetViet app are not affected.",
        "Stop emails",
        "Opening this page has changed nothing."},
    words{
        "en",
        sender_en,
        "No more emails",
        "From now on the Department sends no bulletins to this email address.",
        "Get them again",
        "Not what you meant? You can take it back here."},
    words{
        "en",
        sender_en,
        "You will get bulletins again",
        "The Department sends bulletins to this email address again.",
        "Stop emails",
        ""},
    words{
        "en",
        sender_en,
        "This address still gets no bulletins",
        "Its mail system has refused our mail, or the Department has stopped sending to it for another "
        "reason. Please ask "
        "the Office of the Department if you want bulletins again.",
        "",
        ""},
    words{
        "en",
        sender_en,
        "This link does not work",
        "It is not right, or a part of it is missing. Please open the link at the end of the email once "
        "more.",
        "",
        ""},
};

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --page: #eaf0f6; --card: #fff; --text: #1d2733; --soft: #4a5a6b; --main: #12508f; --on-main: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --page: #10161d; --card: #1a232d; --text: #e3e9ef; --soft: #b4c0cc; --main: #8ec5ff; --on-main: #0c1a29; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--page); color: var(--text);
  font: 17px/1.6 "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { width: 100%; max-width: 34rem; background: var(--card); border-top: 4px solid #f2b632; border-radius: 8px; padding: 28px 24px; }
.from { margin: 0 0 16px; color: var(--soft); font-size: 15px; }
h1 { margin: 0 0 12px; font-size: 25px; line-height: 1.3; }
p { margin: 0 0 20px; }
button { font: inherit; font-weight: 700; border: 0; border-radius: 6px; padding: 12px 24px; min-height: 48px; cursor: pointer;
  background: var(--main); color: var(--on-main); }
button:focus-visible { outline: 3px solid #f2b632; outline-offset: 3px; }
.note { margin: 16px 0 0; color: var(--soft); font-size: 15px; }
)";

}  // namespace

std::string unsubscribe_page(unsubscribe_view what, std::string_view token, language speaks)
{
    const auto& say = (speaks == language::english ? english : vietnamese)[static_cast<std::size_t>(what)];
    std::string out;
    out.reserve(3'000);
    out.append("<!DOCTYPE html>\n<html lang=\"").append(say.language);
    out.append(
        "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n"
    );
    out.append("<meta name=\"robots\" content=\"noindex\">\n<title>").append(say.title);
    out.append("</title>\n<style>")
        .append(style)
        .append("</style>\n</head>\n<body>\n<main>\n<p class=\"from\">");
    out.append(say.sender)
        .append("</p>\n<h1>")
        .append(say.title)
        .append("</h1>\n<p>")
        .append(say.text)
        .append("</p>\n");
    if (!say.button.empty()) {
        out.append("<form method=\"post\" action=\"/u/").append(token);
        out.append(what == unsubscribe_view::done ? "/undo" : "");
        out.append("\"><button>").append(say.button).append("</button></form>\n");
    }
    if (!say.note.empty())
        out.append("<p class=\"note\">").append(say.note).append("</p>\n");
    return out.append("</main>\n</body>\n</html>\n");
}

}  // namespace loa
