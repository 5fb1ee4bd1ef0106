#include "gateway/api/call.hpp"

#include "gateway/api/problem.hpp"
#include "gateway/core/json_reader.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace loa {
namespace {

/// "application/json", with or without parameters (RFC 9110 section 8.3.1), whatever the case.
bool is_json(std::string_view type) noexcept
{
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
    return std::ranges::equal(type, std::string_view{"application/json"}, {}, [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
}

}  // namespace

std::int64_t api_call::number(std::size_t at_path) const
{
    const auto& text = path.at(at_path);
    std::int64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end || value <= 0)
        throw api_problem{404, "not_found", "there is nothing with the number \"" + text.substr(0, 40) + '"'};
    return value;
}

boost::json::object api_call::json() const
{
    if (!is_json(request.header("content-type")))
        throw api_problem{415, "media_type"};
    auto parsed = parse_json(request.body, request.body.size());
    if (!parsed)
        throw api_problem{400, "bad_json", to_string(parsed.error()), parsed.error()};
    if (!parsed->is_object())
        throw api_problem{422, "not_an_object"};
    return std::move(parsed->get_object());
}

}  // namespace loa
