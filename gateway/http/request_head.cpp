#include "gateway/http/request_head.hpp"

#include "gateway/http/request_target.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace loa {
namespace {

constexpr std::size_t most_fields = 100;
constexpr std::size_t longest_method = 32;

// Those of which a second one would be read by somebody else than the first.
constexpr std::array single_fields{
    "host",
    "content-length",
    "transfer-encoding",
    "content-type",
    "authorization",
    "cookie",
    "expect",
    "origin",
    "if-match",
    "idempotency-key",
};

constexpr bool is_alphanumeric(char c) noexcept
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_token(std::string_view text) noexcept
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return is_alphanumeric(c) || marks.find(c) != std::string_view::npos;
    });
}

std::string lower(std::string_view text)
{
    std::string out{text};
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c | 0x20);
    return out;
}

std::string_view trimmed(std::string_view text) noexcept
{
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

std::string_view take_line(std::string_view& rest) noexcept
{
    const auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    return line;
}

bool is_version(std::string_view text) noexcept
{
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 8 && text.starts_with("HTTP/") && digit(text[5]) && text[6] == '.' &&
           digit(text[7]);
}

std::optional<http_refusal> read_request_line(std::string_view line, request_head& into)
{
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || last == first)
        return http_refusal::bad_request_line;
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    const auto is_visible = [](char c) { return c > ' ' && c < 0x7f; };
    if (!is_token(method) || method.size() > longest_method || !is_version(version) || target.empty() ||
        !std::all_of(target.begin(), target.end(), is_visible))
        return http_refusal::bad_request_line;
    into.request.method = method;
    if (const auto wrong = read_target(target, into.request.path, into.request.query))
        return wrong;
    into.is_1_1 = version == "HTTP/1.1";
    if (!into.is_1_1 && version != "HTTP/1.0")
        return http_refusal::bad_version;
    return std::nullopt;
}

bool is_host(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= 300 && std::all_of(text.begin(), text.end(), [](char c) {
        return is_alphanumeric(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
    });
}

bool has_option(std::string_view list, std::string_view wanted)
{
    while (!list.empty()) {
        const auto item = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), item.size() + 1));
        if (lower(trimmed(item)) == wanted)
            return true;
    }
    return false;
}

std::optional<http_refusal> read_framing(request_head& into)
{
    const auto& request = into.request;
    const auto length = request.header("content-length");
    const auto coding = request.header("transfer-encoding");
    const auto is_there = [&](std::string_view name) {
        return std::any_of(request.headers.begin(), request.headers.end(), [&](const auto& f) {
            return f.first == name;
        });
    };
    if (is_there("transfer-encoding")) {
        if (is_there("content-length") || !into.is_1_1)
            return http_refusal::bad_framing;
        if (lower(coding) != "chunked")
            return http_refusal::unknown_coding;
        into.is_chunked = true;
    }
    else if (is_there("content-length")) {
        const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), into.length);
        if (length.empty() || length.size() > 18 || error != std::errc{} ||
            end != length.data() + length.size())
            return http_refusal::bad_length;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::pair<std::string, std::string_view>> read_field(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return std::nullopt;
    const auto value = trimmed(line.substr(colon + 1));
    if (!is_utf8(value))
        return std::nullopt;
    return std::pair{lower(line.substr(0, colon)), value};
}

std::optional<http_refusal> read_head(std::string_view bytes, request_head& into)
{
    if (const auto wrong = read_request_line(take_line(bytes), into))
        return wrong;

    auto& headers = into.request.headers;
    while (bytes != "\r\n" && !bytes.empty()) {
        auto field = read_field(take_line(bytes));
        if (!field)
            return http_refusal::bad_field;
        if (headers.size() == most_fields)
            return http_refusal::head_too_large;
        headers.emplace_back(std::move(field->first), field->second);
    }

    for (const std::string_view name : single_fields) {
        const auto count =
            std::count_if(headers.begin(), headers.end(), [&](const auto& f) { return f.first == name; });
        if (count > 1)
            return name == "host" ? http_refusal::bad_host : http_refusal::repeated_field;
    }
    const auto host = into.request.header("host");
    if (!is_host(host) && (into.is_1_1 || !host.empty()))
        return http_refusal::bad_host;
    if (const auto wrong = read_framing(into))
        return wrong;

    const auto expect = into.request.header("expect");
    if (!expect.empty() && lower(expect) != "100-continue")
        return http_refusal::unknown_expectation;
    into.expects_go_ahead = !expect.empty() && into.is_1_1 && (into.is_chunked || into.length != 0);

    into.keeps_alive = into.is_1_1;
    for (const auto& [name, value] : headers)
        if (name == "connection" && has_option(value, "close"))
            into.keeps_alive = false;
    return std::nullopt;
}

}  // namespace loa
