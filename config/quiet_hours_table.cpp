#include "config/tables.hpp"

namespace loa {
namespace {

/// "22:00"
std::string clock_time(std::chrono::minutes of_day)
{
    const auto digit = [](std::int64_t value) { return static_cast<char>('0' + value % 10); };
    const auto hours = of_day.count() / 60, minutes = of_day.count() % 60;
    return {digit(hours / 10), digit(hours), ':', digit(minutes / 10), digit(minutes)};
}

bool is_clock_time(std::string_view text)
{
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    return text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4) &&
           text.substr(0, 2) < "24" && text[3] < '6';
}

bool is_known_time_zone(std::string_view text)
{
    return is_time_zone(std::string{text});
}

void read_clock_time(table_reader& table, std::string_view key, std::chrono::minutes& into)
{
    auto text = clock_time(into);
    table.text(key, text, {is_clock_time, "a time of day like \"22:00\""});
    if (is_clock_time(text))
        into = std::chrono::hours{std::stoi(text.substr(0, 2))} +
               std::chrono::minutes{std::stoi(text.substr(3))};
}

}  // namespace

void read_quiet_hours(table_reader table, quiet_hours_params& into)
{
    table.flag("enabled", into.enabled);
    read_clock_time(table, "from", into.from);
    read_clock_time(table, "to", into.to);
    table.text("time_zone", into.time_zone, {is_known_time_zone, "a time zone like \"Asia/Ho_Chi_Minh\""});
    table.finish();
}

}  // namespace loa
