// The whole way from bytes to a request or a refusal. What is taken must keep the promises of
// http_message.hpp, and must not depend on how the bytes were cut; the reply to a refusal must be a reply.

#include "gateway/http/gzip.hpp"
#include "gateway/http/http_refusal.hpp"
#include "gateway/http/reply_bytes.hpp"
#include "gateway/http/request_reader.hpp"
#include "gateway/http/request_target.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace loa;

namespace {

constexpr std::size_t most_head = 2'048, most_body = 4'096;

void must(bool holds)
{
    if (!holds)
        std::abort();
}

struct reading {
    request_reader reader{most_head, most_body};
    std::size_t taken = 0;
};

reading read(std::string_view bytes, std::size_t step)
{
    reading out;
    while (!bytes.empty() && !out.reader.is_done() && !out.reader.refused()) {
        const auto piece = bytes.substr(0, step);
        const auto count = out.reader.take(piece);
        must(count <= piece.size());
        must(count == piece.size() || out.reader.is_done() || out.reader.refused());
        out.taken += count;
        bytes.remove_prefix(count);
    }
    return out;
}

bool has_control(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

void look_at(const http_request& request)
{
    must(request.path.starts_with('/') && is_utf8(request.path) && !has_control(request.path));
    for (std::string_view rest = request.path; request.path != "/" && !rest.empty();) {
        rest.remove_prefix(1);
        const auto segment = rest.substr(0, rest.find('/'));
        must(
            !segment.empty() && segment != "." && segment != ".." &&
            segment.find('\\') == std::string_view::npos
        );
        rest.remove_prefix(segment.size());
    }
    for (const auto& [name, value] : request.query)
        must(
            is_utf8(name) && is_utf8(value) && name.find('\0') == std::string::npos &&
            value.find('\0') == std::string::npos
        );
    for (const auto& [name, value] : request.headers) {
        must(!name.empty() && is_utf8(value) && !has_control(value));
        must(std::none_of(name.begin(), name.end(), [](char c) {
            return c == ':' || c == ' ' || (c >= 'A' && c <= 'Z');
        }));
    }
    must(request.header("content-length").empty() || request.header("transfer-encoding").empty());
    must(request.body.size() <= most_body);
    request.cookie("loa");
    accepts_gzip(request.header("accept-encoding"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    auto whole = read(bytes, bytes.size());
    auto cut = read(bytes, 1 + size % 7);
    must(whole.taken == cut.taken);
    must(whole.reader.is_done() == cut.reader.is_done());
    must(whole.reader.refused() == cut.reader.refused());

    // And what is taken in pieces is the same.
    request_reader piecewise{most_head, most_body, [](const http_request&) { return most_body; }};
    std::string pieces;
    for (std::size_t at = 0; at != size && !piecewise.is_done() && !piecewise.refused();) {
        const auto count = piecewise.take(bytes.substr(at, 1 + size % 5));
        must(count != 0 || piecewise.is_done() || piecewise.refused());
        at += count;
        if (piecewise.comes_in_pieces())
            pieces += piecewise.take_piece();
    }
    must(piecewise.is_done() == whole.reader.is_done() && piecewise.refused() == whole.reader.refused());
    must(!piecewise.is_done() || pieces == whole.reader.head().request.body);

    if (whole.reader.refused()) {
        const auto reply =
            refuse(*whole.reader.refused(), whole.reader.head().request.header("accept-language"), "id");
        reply_frame frame;
        frame.request_id = "id";
        must(reply.status >= 400 && head_bytes(reply, frame).ends_with("\r\n\r\n"));
    }
    else if (whole.reader.is_done()) {
        const auto request = whole.reader.take_request();
        look_at(request);
        const auto same = cut.reader.take_request();
        must(request.body == same.body && request.path == same.path && request.headers == same.headers);
    }
    return 0;
}
