#include "gateway/core/local_calendar.hpp"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <charconv>
#include <cstdio>
#include <stdexcept>

namespace loa {

struct local_calendar::zone {
    std::unique_ptr<icu::TimeZone> of;

    std::chrono::milliseconds offset(std::chrono::milliseconds since_1970, bool is_local) const
    {
        std::int32_t raw = 0, summer = 0;
        UErrorCode error = U_ZERO_ERROR;
        of->getOffset(static_cast<UDate>(since_1970.count()), is_local, raw, summer, error);
        return std::chrono::milliseconds{U_SUCCESS(error) ? raw + summer : 0};
    }
};

local_calendar::local_calendar(const std::string& time_zone) : zone_{std::make_unique<zone>()}
{
    if (!is_time_zone(time_zone))
        throw std::invalid_argument{"nobody knows the time zone " + time_zone};
    zone_->of.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(time_zone)));
}

local_calendar::~local_calendar() = default;
local_calendar::local_calendar(local_calendar&&) noexcept = default;
local_calendar& local_calendar::operator=(local_calendar&&) noexcept = default;

std::chrono::local_time<std::chrono::milliseconds> local_calendar::local(wall_time when) const
{
    const auto since_1970 = when.time_since_epoch();
    return std::chrono::local_time<std::chrono::milliseconds>{since_1970 + zone_->offset(since_1970, false)};
}

wall_time local_calendar::start(std::chrono::year_month_day day) const
{
    const std::chrono::milliseconds midnight = std::chrono::local_days{day}.time_since_epoch();
    return wall_time{midnight - zone_->offset(midnight, true)};
}

bool is_time_zone(const std::string& name)
{
    const std::unique_ptr<icu::TimeZone> found{
        icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name))};
    return found && *found != icu::TimeZone::getUnknown();
}

std::optional<std::chrono::year_month_day> parse_day(std::string_view text) noexcept
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t count) {
        unsigned out = 0;
        const auto* const end = text.data() + from + count;
        const auto read = std::from_chars(text.data() + from, end, out);
        return read.ec == std::errc{} && read.ptr == end ? std::optional{out} : std::nullopt;
    };
    const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (!year || !month || !day)
        return std::nullopt;
    const std::chrono::year_month_day out{
        std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month}, std::chrono::day{*day}};
    return out.ok() ? std::optional{out} : std::nullopt;
}

std::string format_day(std::chrono::year_month_day day)
{
    char out[40];
    const auto length = std::snprintf(
        out,
        sizeof out,
        "%04d-%02u-%02u",
        static_cast<int>(day.year()),
        static_cast<unsigned>(day.month()),
        static_cast<unsigned>(day.day())
    );
    return {out, static_cast<std::size_t>(length)};
}

}  // namespace loa
