#include "gateway/api/problem.hpp"

#include "gateway/api/problem_texts.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace json = boost::json;

namespace loa {
namespace {

std::string_view trimmed(std::string_view text) noexcept
{
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

/// What stands before the separator; takes it and the separator away from `rest`.
std::string_view take_until(std::string_view& rest, char separator) noexcept
{
    const auto out = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), out.size() + 1));
    return trimmed(out);
}

/// "q=0.8" in thousandths; what is none is 1000, as if nothing stood there.
int quality(std::string_view parameter) noexcept
{
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q="))
        return 1000;
    parameter.remove_prefix(2);
    if (parameter.starts_with('1'))
        return 1000;
    if (!parameter.starts_with("0."))
        return 0;
    const auto digits = parameter.substr(2, 3);
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    for (auto length = digits.size(); length < 3; ++length) value *= 10;
    return value;
}

bool is_language(std::string_view range, char first, char second) noexcept
{
    const auto same = [](char a, char b) { return (a | 0x20) == b; };
    return range.size() >= 2 && same(range[0], first) && same(range[1], second) &&
           (range.size() == 2 || range[2] == '-');
}

}  // namespace

language accepted_language(const http_request& of) noexcept
{
    auto rest = of.header("accept-language");
    int vietnamese = 0, english = 0;
    bool english_first = false;
    while (!rest.empty()) {
        auto item = take_until(rest, ',');
        const auto range = take_until(item, ';');
        const int weight = quality(trimmed(item));
        if (is_language(range, 'v', 'i'))
            vietnamese = std::max(vietnamese, weight);
        else if (is_language(range, 'e', 'n')) {
            english_first = english_first || vietnamese == 0;
            english = std::max(english, weight);
        }
    }
    return english > vietnamese || (english != 0 && english == vietnamese && english_first)
               ? language::english
               : language::vietnamese;
}

void refuse_if(problems list)
{
    if (!list.empty())
        throw api_problem{422, "invalid", {}, std::move(list)};
}

http_reply to_reply(const api_problem& what, const http_request& of, language speaks)
{
    auto title = text_of(what.code, speaks);
    const bool is_known = !title.empty();
    if (!is_known)
        title = text_of(what.status, speaks);

    json::object body{
        {"type", "/api/#" + what.code},
        {"title", title},
        {"status", what.status},
        {"code", what.code},
        {"instance", of.id},
    };
    // The sentence about this one case is English: in Vietnamese it stands only where there is no other.
    if (!what.detail.empty() && (speaks == language::english || !is_known))
        body["detail"] = what.detail;
    if (!what.list.empty()) {
        auto& errors = body["errors"].emplace_array();
        for (const auto& one : what.list) {
            auto text = speaks == language::vietnamese ? text_of(one.code, speaks) : std::string_view{};
            if (text.empty())
                text = one.text;
            errors.push_back(json::object{{"field", one.field}, {"code", one.code}, {"text", text}});
        }
    }

    http_reply out;
    out.status = what.status;
    out.headers = what.headers;
    out.headers.emplace_back("Content-Type", "application/problem+json");
    out.headers.emplace_back("Content-Language", speaks == language::english ? "en" : "vi");
    out.body = json::serialize(body);
    return out;
}

}  // namespace loa
