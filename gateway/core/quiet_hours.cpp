#include "gateway/core/quiet_hours.hpp"

namespace loa {

quiet_hours::quiet_hours(quiet_hours_params params) : params_{std::move(params)}, calendar_{params_.time_zone}
{
}

std::chrono::milliseconds quiet_hours::time_of_day(wall_time when) const
{
    const auto local = calendar_.local(when);
    return local - std::chrono::floor<std::chrono::days>(local);
}

wall_time quiet_hours::start_of_day(wall_time when) const
{
    return when - time_of_day(when);
}

bool quiet_hours::is_quiet(wall_time when) const
{
    if (!params_.enabled || params_.from == params_.to)
        return false;
    const auto time = time_of_day(when);
    if (params_.from < params_.to)
        return time >= params_.from && time < params_.to;
    return time >= params_.from || time < params_.to;
}

}  // namespace loa
