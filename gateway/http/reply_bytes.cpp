#include "gateway/http/reply_bytes.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace loa {
namespace {

struct reason {
    unsigned status;
    std::string_view text;
};

constexpr std::array reasons{
    reason{100, "Continue"},
    reason{200, "OK"},
    reason{201, "Created"},
    reason{202, "Accepted"},
    reason{204, "No Content"},
    reason{301, "Moved Permanently"},
    reason{302, "Found"},
    reason{303, "See Other"},
    reason{304, "Not Modified"},
    reason{307, "Temporary Redirect"},
    reason{308, "Permanent Redirect"},
    reason{400, "Bad Request"},
    reason{401, "Unauthorized"},
    reason{403, "Forbidden"},
    reason{404, "Not Found"},
    reason{405, "Method Not Allowed"},
    reason{406, "Not Acceptable"},
    reason{408, "Request Timeout"},
    reason{409, "Conflict"},
    reason{410, "Gone"},
    reason{411, "Length Required"},
    reason{412, "Precondition Failed"},
    reason{413, "Content Too Large"},
    reason{415, "Unsupported Media Type"},
    reason{417, "Expectation Failed"},
    reason{422, "Unprocessable Content"},
    reason{428, "Precondition Required"},
    reason{429, "Too Many Requests"},
    reason{431, "Request Header Fields Too Large"},
    reason{500, "Internal Server Error"},
    reason{501, "Not Implemented"},
    reason{502, "Bad Gateway"},
    reason{503, "Service Unavailable"},
    reason{504, "Gateway Timeout"},
    reason{505, "HTTP Version Not Supported"},
};

std::string_view reason_of(unsigned status) noexcept
{
    const auto* const found =
        std::find_if(reasons.begin(), reasons.end(), [&](const auto& r) { return r.status == status; });
    return found == reasons.end() ? std::string_view{"Other"} : found->text;
}

bool is_servers(std::string_view name) noexcept
{
    constexpr std::array names{"content-length", "transfer-encoding", "connection", "date", "x-request-id"};
    return std::any_of(names.begin(), names.end(), [&](std::string_view own) {
        return std::equal(own.begin(), own.end(), name.begin(), name.end(), [](char a, char b) {
            return a == (b >= 'A' && b <= 'Z' ? (b | 0x20) : b);
        });
    });
}

bool ends_a_line(std::string_view text) noexcept
{
    return std::any_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

}  // namespace

bool is_without_body(unsigned status) noexcept
{
    return status < 200 || status == 204 || status == 304;
}

std::string head_bytes(const http_reply& of, const reply_frame& frame)
{
    fmt::memory_buffer out;
    const auto to = std::back_inserter(out);
    fmt::format_to(to, "HTTP/1.1 {} {}\r\n", of.status, reason_of(of.status));
    fmt::format_to(
        to, "Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", fmt::gmtime(frame.now.time_since_epoch().count())
    );
    for (const auto& [name, value] : of.headers) {
        if (name.empty() || ends_a_line(name) || ends_a_line(value))
            throw std::invalid_argument{
                "a header field of the reply has a line end in it: " + name.substr(0, 50)};
        if (!is_servers(name))
            fmt::format_to(to, "{}: {}\r\n", name, value);
    }
    fmt::format_to(to, "X-Request-Id: {}\r\n", frame.request_id);
    if (!is_without_body(of.status)) {
        if (frame.is_chunked)
            fmt::format_to(to, "Transfer-Encoding: chunked\r\n");
        else if (!of.source)
            fmt::format_to(to, "Content-Length: {}\r\n", of.body.size());
    }
    if (!frame.keeps_alive)
        fmt::format_to(to, "Connection: close\r\n");
    fmt::format_to(to, "\r\n");
    return fmt::to_string(out);
}

std::string chunk_bytes(std::string_view piece)
{
    return fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
}

}  // namespace loa
