#include "gateway/core/quiet_hours.hpp"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <stdexcept>

namespace loa {

struct quiet_hours::zone {
    std::unique_ptr<icu::TimeZone> of;
    std::chrono::milliseconds time_of_day(wall_time when) const;
};

bool is_time_zone(const std::string& name)
{
    const std::unique_ptr<icu::TimeZone> found{icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name))};
    return found && *found != icu::TimeZone::getUnknown();
}

quiet_hours::quiet_hours(quiet_hours_params params) : params_{std::move(params)}, zone_{std::make_unique<zone>()}
{
    if (!is_time_zone(params_.time_zone))
        throw std::invalid_argument{"nobody knows the time zone " + params_.time_zone};
    zone_->of.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(params_.time_zone)));
}

quiet_hours::~quiet_hours() = default;
quiet_hours::quiet_hours(quiet_hours&&) noexcept = default;
quiet_hours& quiet_hours::operator=(quiet_hours&&) noexcept = default;

std::chrono::milliseconds quiet_hours::zone::time_of_day(wall_time when) const
{
    std::int32_t raw = 0, summer = 0;
    UErrorCode error = U_ZERO_ERROR;
    of->getOffset(static_cast<UDate>(when.time_since_epoch().count()), false, raw, summer, error);
    const auto local = when + std::chrono::milliseconds{U_SUCCESS(error) ? raw + summer : 0};
    return local - std::chrono::floor<std::chrono::days>(local);
}

wall_time quiet_hours::start_of_day(wall_time when) const
{
    return when - zone_->time_of_day(when);
}

bool quiet_hours::is_quiet(wall_time when) const
{
    if (!params_.enabled || params_.from == params_.to)
        return false;
    const auto time = zone_->time_of_day(when);
    if (params_.from < params_.to)
        return time >= params_.from && time < params_.to;
    return time >= params_.from || time < params_.to;
}

}  // namespace loa
