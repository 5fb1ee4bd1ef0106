#include "gateway/api/page.hpp"

#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"

#include <boost/algorithm/hex.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace loa {
namespace {

constexpr std::size_t longest_cursor = 1'000;

std::optional<std::int64_t> number_of(std::string_view text) noexcept
{
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

}  // namespace

std::optional<std::int64_t> page::after_number() const
{
    if (!after)
        return std::nullopt;
    const auto value = number_of(*after);
    if (!value)
        throw api_problem{400, "bad_cursor"};
    return value;
}

page requested_page(const api_call& of)
{
    page out;
    if (const auto text = of.request.parameter("limit")) {
        const auto value = number_of(*text);
        if (!value || *value < 1 || *value > 200)
            throw api_problem{400, "bad_parameter", "limit must be a number from 1 to 200"};
        out.limit = static_cast<std::size_t>(*value);
    }
    if (const auto text = of.request.parameter("cursor")) {
        if (text->empty() || text->size() > longest_cursor)
            throw api_problem{400, "bad_cursor"};
        std::string raw;
        try {
            boost::algorithm::unhex(text->begin(), text->end(), std::back_inserter(raw));
        } catch (const boost::algorithm::hex_decode_error&) {
            throw api_problem{400, "bad_cursor"};
        }
        out.after = std::move(raw);
    }
    return out;
}

http_reply page_reply(
    boost::json::array items, const std::optional<std::string>& next, boost::json::object more
)
{
    auto out = std::move(more);
    out["items"] = std::move(items);
    if (next)
        out["next"] = boost::algorithm::hex_lower(*next);
    return json_reply(out);
}

void allow_parameters(const api_call& of, std::initializer_list<std::string_view> names)
{
    for (const auto& [name, value] : of.request.query)
        if (std::ranges::find(names, name) == names.end())
            throw api_problem{400, "bad_parameter", "there is no parameter \"" + name.substr(0, 40) + '"'};
}

}  // namespace loa
