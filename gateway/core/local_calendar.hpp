#pragma once
/// \file
/// Days and times of day as people of a time zone have them.

#include "gateway/core/time.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Thread-safe.
class local_calendar {
public:
    /// Throws std::invalid_argument if nobody knows the time zone.
    explicit local_calendar(const std::string& time_zone);
    ~local_calendar();
    local_calendar(local_calendar&&) noexcept;
    local_calendar& operator=(local_calendar&&) noexcept;

    std::chrono::local_time<std::chrono::milliseconds> local(wall_time when) const;
    /// When the day begins.
    wall_time start(std::chrono::year_month_day day) const;

private:
    struct zone;
    std::unique_ptr<zone> zone_;
};

/// Whether ICU knows the time zone by that name.
bool is_time_zone(const std::string& name);

/// Reads "2026-11-30", and nothing that is no day.
std::optional<std::chrono::year_month_day> parse_day(std::string_view text) noexcept;
/// Writes "2026-11-30".
std::string format_day(std::chrono::year_month_day day);

}  // namespace loa
