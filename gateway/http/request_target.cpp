#include "gateway/http/request_target.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <unicode/utf8.h>

#include <algorithm>

namespace urls = boost::urls;

namespace loa {
namespace {

bool is_control(char c) noexcept
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// A decoded segment that means one thing to everybody.
bool is_plain(std::string_view segment) noexcept
{
    return !segment.empty() && segment != "." && segment != ".." && is_utf8(segment) &&
           std::none_of(segment.begin(), segment.end(), [](char c) {
               return is_control(c) || c == '/' || c == '\\';
           });
}

bool append_segments(const urls::url_view& from, std::string& path)
{
    const auto segments = from.segments();
    const auto count = segments.size();
    std::size_t at = 0;
    for (const std::string& segment : segments) {
        ++at;
        if (segment.empty() && at == count)  // "/" itself, or a slash at the end
            break;
        if (!is_plain(segment))
            return false;
        path.push_back('/');
        path.append(segment);
    }
    if (path.empty())
        path.push_back('/');
    return true;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < length;) {
        UChar32 c = 0;
        U8_NEXT(bytes, at, length, c);
        if (c < 0)
            return false;
    }
    return true;
}

std::optional<http_refusal> read_target(std::string_view target, std::string& path, http_fields& query)
{
    if (!target.starts_with('/'))
        return http_refusal::bad_target;
    // Boost.URL would take what follows the one for a host, and skip the other.
    if (target.starts_with("//") || target.starts_with("/./"))
        return http_refusal::bad_path;
    const auto parsed = urls::parse_origin_form(urls::string_view{target.data(), target.size()});
    if (!parsed)
        return http_refusal::bad_path;
    if (!append_segments(*parsed, path))
        return http_refusal::bad_path;
    urls::encoding_opts form;
    form.space_as_plus = true;
    for (const auto& parameter : parsed->params(form)) {
        if (!is_utf8(parameter.key) || !is_utf8(parameter.value) ||
            std::find(parameter.key.begin(), parameter.key.end(), '\0') != parameter.key.end() ||
            std::find(parameter.value.begin(), parameter.value.end(), '\0') != parameter.value.end())
            return http_refusal::bad_path;
        query.emplace_back(parameter.key, parameter.value);
    }
    return std::nullopt;
}

}  // namespace loa
