#pragma once
/// \file
/// When people are not to be disturbed. Decides; reads no clock.

#include "gateway/core/bulletin.hpp"
#include "gateway/core/local_calendar.hpp"
#include "gateway/core/time.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace loa {

struct quiet_hours_params {
    bool enabled = true;
    std::chrono::minutes from{22 * 60};  ///< of the local day
    std::chrono::minutes to{7 * 60};     ///< not included; smaller than `from`: of the next morning
    std::string time_zone = "Asia/Ho_Chi_Minh";
};

/// Only urgent bulletins go out in quiet hours.
class quiet_hours {
public:
    /// Throws std::invalid_argument if nobody knows the time zone.
    explicit quiet_hours(quiet_hours_params params);

    bool is_quiet(wall_time when) const;
    /// Midnight of the local day, whether quiet hours are kept or not.
    wall_time start_of_day(wall_time when) const;

private:
    std::chrono::milliseconds time_of_day(wall_time when) const;

    quiet_hours_params params_;
    local_calendar calendar_;
};

}  // namespace loa
