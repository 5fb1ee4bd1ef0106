#include "gateway/http/gzip.hpp"

#include <zlib.h>

#include <algorithm>

namespace loa {
namespace {

constexpr std::size_t least_bytes = 1'024;
constexpr int quick = 4;  // half the time of 6 for a few percent more bytes; it holds up the loop
constexpr int with_gzip_header = 15 + 16;

bool same(std::string_view a, std::string_view b) noexcept
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) {
        return lower(x) == lower(y);
    });
}

std::string_view take_until(std::string_view& rest, char separator) noexcept
{
    auto out = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), out.size() + 1));
    while (out.starts_with(' ') || out.starts_with('\t')) out.remove_prefix(1);
    while (out.ends_with(' ') || out.ends_with('\t')) out.remove_suffix(1);
    return out;
}

/// "q=0.25" in thousandths; 1000 if there is none, 0 if it is no weight.
int weight_of(std::string_view parameter) noexcept
{
    if (parameter.empty())
        return 1000;
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q="))
        return 0;
    parameter.remove_prefix(2);
    if (parameter.empty() || (parameter[0] != '0' && parameter[0] != '1') ||
        (parameter.size() > 1 && parameter[1] != '.'))
        return 0;
    int out = (parameter[0] - '0') * 1000;
    int worth = 100;
    for (const char c : parameter.substr(std::min<std::size_t>(2, parameter.size()))) {
        if (c < '0' || c > '9' || worth == 0)
            return 0;
        out += (c - '0') * worth;
        worth /= 10;
    }
    return std::min(out, 1000);
}

const std::string* find_header(const http_reply& in, std::string_view name) noexcept
{
    for (const auto& [key, value] : in.headers)
        if (same(key, name))
            return &value;
    return nullptr;
}

bool is_text(std::string_view type) noexcept
{
    const auto media = take_until(type, ';');
    return (media.starts_with("text/") && media != "text/event-stream") || media == "application/json" ||
           media == "application/javascript" || media == "application/yaml" || media == "image/svg+xml" ||
           media.ends_with("+json") || media.ends_with("+xml") || media.ends_with("+yaml");
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) noexcept
{
    int named = -1, any = -1, as_it_is = -1;
    while (!accept_encoding.empty()) {
        auto item = take_until(accept_encoding, ',');
        const auto coding = take_until(item, ';');
        const int weight = weight_of(take_until(item, ';'));
        if (same(coding, "gzip") || same(coding, "x-gzip"))
            named = std::max(named, weight);
        else if (coding == "*")
            any = weight;
        else if (same(coding, "identity"))
            as_it_is = weight;
    }
    const int wanted = named >= 0 ? named : any;
    return wanted > 0 && wanted >= as_it_is;
}

std::optional<std::string> gzip(std::string_view text, int level)
{
    z_stream z{};
    if (deflateInit2(&z, level, Z_DEFLATED, with_gzip_header, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    std::string out(deflateBound(&z, static_cast<uLong>(text.size())), '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    z.avail_in = static_cast<uInt>(text.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    const bool is_whole = deflate(&z, Z_FINISH) == Z_STREAM_END;
    out.resize(z.total_out);
    deflateEnd(&z);
    if (!is_whole)
        return std::nullopt;
    return out;
}

void compress(http_reply& what, std::string_view accept_encoding)
{
    const auto* type = find_header(what, "content-type");
    if (what.source || what.body.size() < least_bytes || type == nullptr || !is_text(*type) ||
        find_header(what, "content-encoding") != nullptr)
        return;
    if (accepts_gzip(accept_encoding)) {
        if (auto smaller = gzip(what.body, quick); smaller && smaller->size() < what.body.size()) {
            what.body = std::move(*smaller);
            what.headers.emplace_back("Content-Encoding", "gzip");
        }
    }
    if (find_header(what, "vary") == nullptr)
        what.headers.emplace_back("Vary", "Accept-Encoding");
}

}  // namespace loa
