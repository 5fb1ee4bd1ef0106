#include "gateway/logging/log_line.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>

namespace loa {
namespace {

bool is_plain_ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// Valid UTF-8: ICU puts U+FFFD where it was not. C1 controls and DEL, which terminals obey and JSON leaves
// alone, go too.
std::string valid(std::string_view text)
{
    if (is_plain_ascii(text))
        return std::string{text};
    const icu::StringPiece bytes{
        text.data(), static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 1 << 20))};
    auto characters = icu::UnicodeString::fromUTF8(bytes);
    for (std::int32_t i = 0; i != characters.length(); ++i)
        if (const auto c = characters.charAt(i); (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029)
            characters.setCharAt(i, 0xfffd);
    std::string out;
    characters.toUTF8String(out);
    return out;
}

std::string quoted_value(std::string_view text)
{
    return boost::json::serialize(boost::json::string{valid(text)});
}

std::string quoted_if_needed(std::string_view text)
{
    const bool bare =
        !text.empty() && is_plain_ascii(text) && text.find_first_of(" \"=\\") == std::string_view::npos;
    return bare ? std::string{text} : quoted_value(text);
}

std::string one_line(std::string_view text)
{
    auto clean = valid(text);
    if (std::none_of(clean.begin(), clean.end(), [](char c) { return c >= 0 && c < 0x20; }))
        return clean;
    const auto escaped = quoted_value(clean);
    return escaped.substr(1, escaped.size() - 2);
}

}  // namespace

std::string json_members(log_level level, std::string_view message, std::span<const log_field> fields)
{
    std::string out = "\"level\":\"";
    out += to_string(level);
    out += "\",\"message\":";
    out += quoted_value(message);
    for (const auto& each : fields) {
        const bool taken = each.key == "time" || each.key == "level" || each.key == "message";
        out += ',';
        out += quoted_value(std::string{each.key} + (taken ? "_" : ""));
        out += ':';
        if (const auto* number = std::get_if<std::int64_t>(&each.value))
            out += std::to_string(*number);
        else
            out += quoted_value(std::get<std::string>(each.value));
    }
    return out;
}

std::string human_text(log_level level, std::string_view message, std::span<const log_field> fields)
{
    std::string out{to_string(level)};
    out.resize(7, ' ');
    out += one_line(message);
    for (const char* gap = "  "; const auto& each : fields) {
        out += std::exchange(gap, " ");
        out += one_line(each.key);
        out += '=';
        if (const auto* number = std::get_if<std::int64_t>(&each.value))
            out += std::to_string(*number);
        else
            out += quoted_if_needed(std::get<std::string>(each.value));
    }
    return out;
}

}  // namespace loa
