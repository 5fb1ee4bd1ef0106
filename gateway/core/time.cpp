#include "gateway/core/time.hpp"

#include <charconv>
#include <cstdio>

namespace loa {
namespace {

/// Reads exactly `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits)
{
    if (text.size() < digits)
        return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i != digits; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, std::string_view one_of)
{
    if (text.empty() || one_of.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

std::optional<wall_time> parse_rfc3339(std::string_view text)
{
    using namespace std::chrono;

    const auto y = take_number(text, 4);
    const auto mo = y && take(text, "-") ? take_number(text, 2) : std::nullopt;
    const auto d = mo && take(text, "-") ? take_number(text, 2) : std::nullopt;
    const auto h = d && take(text, "Tt ") ? take_number(text, 2) : std::nullopt;
    const auto mi = h && take(text, ":") ? take_number(text, 2) : std::nullopt;
    const auto s = mi && take(text, ":") ? take_number(text, 2) : std::nullopt;
    if (!s || *h > 23 || *mi > 59 || *s > 60)  // 60: a leap second
        return std::nullopt;

    int ms = 0;
    if (take(text, ".")) {
        std::size_t digits = 0;
        for (int scale = 100; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits, scale /= 10) {
            ms += (text.front() - '0') * scale;
            text.remove_prefix(1);
        }
        if (digits == 0)
            return std::nullopt;
    }

    minutes offset{0};
    if (!take(text, "Zz")) {
        const bool west = !text.empty() && text.front() == '-';
        const auto oh = take(text, "+-") ? take_number(text, 2) : std::nullopt;
        const auto om = oh && take(text, ":") ? take_number(text, 2) : std::nullopt;
        if (!om || *oh > 23 || *om > 59)
            return std::nullopt;
        offset = hours{*oh} + minutes{*om};
        if (west)
            offset = -offset;
    }

    const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
    if (!text.empty() || !date.ok())
        return std::nullopt;
    const auto when = wall_time{sys_days{date}} + hours{*h} + minutes{*mi} + seconds{*s} + milliseconds{ms} - offset;
    // Near the ends the offset can lead to a year that four digits cannot write: what is stored must be read again.
    if (when < wall_time{sys_days{year{0} / 1 / 1}} || when >= wall_time{sys_days{year{10'000} / 1 / 1}})
        return std::nullopt;
    return when;
}

std::string format_rfc3339(wall_time when)
{
    using namespace std::chrono;

    const auto midnight = floor<days>(when);
    const year_month_day date{midnight};
    const hh_mm_ss time{when - midnight};
    char out[40];
    const auto length = std::snprintf(
        out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count())
    );
    std::string text{out, static_cast<std::size_t>(length)};
    if (const auto ms = time.subseconds().count(); ms != 0) {
        std::snprintf(out, sizeof out, ".%03d", static_cast<int>(ms));
        text += out;
    }
    return text + 'Z';
}

}  // namespace loa
