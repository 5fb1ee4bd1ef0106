#include "gateway/http/http_refusal.hpp"

#include <fmt/format.h>

#include <array>

namespace loa {
namespace {

struct entry {
    unsigned status;
    std::string_view code, vietnamese, english;
};

// In the order of http_refusal. None of the texts needs escaping in JSON.
constexpr std::array entries{
    entry{400, "bad_request_line", "Dòng đầu của yêu cầu không hợp lệ.", "The request line is not valid."},
    entry{
        505,
        "bad_version",
        "Máy chủ chỉ nhận HTTP/1.1 và HTTP/1.0.",
        "Only HTTP/1.1 and HTTP/1.0 are spoken here."},
    entry{400, "bad_line_end", "Dòng phải kết thúc bằng CR LF.", "A line must end with CR LF."},
    entry{400, "bad_character", "Phần đầu có ký tự điều khiển.", "There is a control character in the head."},
    entry{400, "bad_field", "Có một trường tiêu đề không hợp lệ.", "A header field is not valid."},
    entry{400, "bad_target", "Đích của yêu cầu phải là một đường dẫn.", "The target must be a path."},
    entry{400, "bad_path", "Đường dẫn hoặc tham số không hợp lệ.", "The path or a parameter is not valid."},
    entry{
        400,
        "bad_host",
        "Yêu cầu phải có đúng một trường Host hợp lệ.",
        "There must be exactly one valid Host."},
    entry{
        400,
        "repeated_field",
        "Một trường tiêu đề bị lặp lại.",
        "A header field that may occur once is repeated."},
    entry{400, "bad_length", "Content-Length không phải một số.", "Content-Length is not a number."},
    entry{
        400,
        "bad_framing",
        "Độ dài nội dung được khai báo mâu thuẫn.",
        "The length of the body is not clear."},
    entry{
        501,
        "unknown_coding",
        "Transfer-Encoding chỉ được là chunked.",
        "Transfer-Encoding may only be chunked."},
    entry{400, "bad_chunk", "Nội dung gửi theo khúc không hợp lệ.", "The chunked body is not valid."},
    entry{417, "unknown_expectation", "Expect chỉ được là 100-continue.", "Expect may only be 100-continue."},
    entry{431, "head_too_large", "Phần đầu của yêu cầu quá lớn.", "The head is too large."},
    entry{413, "body_too_large", "Nội dung gửi lên quá lớn.", "The body is too large."},
    entry{408, "too_slow", "Yêu cầu đến quá chậm.", "The request took too long to arrive."},
    entry{
        503,
        "too_many",
        "Có quá nhiều kết nối từ địa chỉ này.",
        "There are too many connections from this address."},
    entry{
        503,
        "overloaded",
        "Máy chủ đang quá tải; hãy thử lại sau.",
        "The server is overloaded; try again later."},
    entry{
        500, "failed", "Máy chủ gặp lỗi khi xử lý yêu cầu này.", "The server failed to answer this request."},
};
static_assert(entries.size() == static_cast<std::size_t>(http_refusal::failed) + 1);

const entry& entry_of(http_refusal why) noexcept
{
    return entries[static_cast<std::size_t>(why)];
}

}  // namespace

unsigned status_of(http_refusal why) noexcept
{
    return entry_of(why).status;
}

http_reply refuse(http_refusal why, std::string_view accept_language, std::string_view request_id)
{
    const auto& [status, code, vietnamese, english] = entry_of(why);
    const bool in_english = accept_language.starts_with("en");
    http_reply out;
    out.status = status;
    out.headers = {
        {"Content-Type", "application/problem+json"},
        {"Content-Language", in_english ? "en" : "vi"},
        {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"}};
    out.body = fmt::format(
        R"({{"type":"/api/#{}","title":"{}","status":{},"code":"{}","instance":"{}"}})",
        code,
        in_english ? english : vietnamese,
        status,
        code,
        request_id
    );
    return out;
}

}  // namespace loa
