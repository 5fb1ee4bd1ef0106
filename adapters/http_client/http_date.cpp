#include "adapters/http_client/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace loa {
namespace {

constexpr std::array<const char*, 12> month_names{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<const char*, 7> day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

std::optional<unsigned> number(std::string_view text)
{
    unsigned value = 0;
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && at == end && text.size() <= 4 ? std::optional{value} : std::nullopt;
}

/// 1 to 12, 0 for none.
unsigned month_number(std::string_view text)
{
    const auto found = std::find(month_names.begin(), month_names.end(), text);
    return found == month_names.end() ? 0 : static_cast<unsigned>(found - month_names.begin()) + 1;
}

}  // namespace

std::optional<wall_time> parse_http_date(std::string_view text)
{
    using namespace std::chrono;

    // All three forms are the same words in two orders, with different marks between them.
    std::array<std::string_view, 6> words;
    std::size_t count = 0;
    while (true) {
        const auto begin = text.find_first_not_of(" ,-");
        if (begin == std::string_view::npos)
            break;
        if (count == words.size())
            return std::nullopt;
        const auto end = std::min(text.find_first_of(" ,-", begin), text.size());
        words[count++] = text.substr(begin, end - begin);
        text.remove_prefix(end);
    }
    const bool asctime = count == 5;
    if (!asctime && (count != 6 || words[5] != "GMT"))
        return std::nullopt;
    const auto month_of_year = month_number(words[asctime ? 1 : 2]);
    const auto day_of_month = number(words[asctime ? 2 : 1]);
    const auto clock = words[asctime ? 3 : 4];
    auto year_number = number(words[asctime ? 4 : 3]);
    if (month_of_year == 0 || !day_of_month || *day_of_month > 31 || !year_number || clock.size() != 8 || clock[2] != ':' ||
        clock[5] != ':')
        return std::nullopt;
    if (words[asctime ? 4 : 3].size() == 2)  // RFC 9110: the century that is nearest to now
        *year_number += *year_number < 70 ? 2000 : 1900;

    const auto h = number(clock.substr(0, 2)), m = number(clock.substr(3, 2)), s = number(clock.substr(6, 2));
    const year_month_day date{year{static_cast<int>(*year_number)}, month{month_of_year}, day{*day_of_month}};
    if (!h || !m || !s || *h > 23 || *m > 59 || *s > 60 || !date.ok())
        return std::nullopt;
    return wall_time{sys_days{date}} + hours{*h} + minutes{*m} + seconds{*s};
}

std::string format_http_date(wall_time when)
{
    using namespace std::chrono;

    const auto midnight = floor<days>(when);
    const year_month_day date{midnight};
    const hh_mm_ss time{floor<seconds>(when - midnight)};
    char out[64];
    const auto length = std::snprintf(
        out,
        sizeof out,
        "%s, %02u %s %04d %02d:%02d:%02d GMT",
        day_names[weekday{midnight}.c_encoding()],
        static_cast<unsigned>(date.day()),
        month_names[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()),
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count())
    );
    return {out, static_cast<std::size_t>(length)};
}

}  // namespace loa
