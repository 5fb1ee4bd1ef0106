#pragma once
/// \file
/// The Director's report: what a period's broadcasts come to. Adds up; reads no store. What each figure
/// counts is told to its readers in docs/report.md.

#include "gateway/core/reach.hpp"
#include "gateway/core/report_desk.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loa {

/// The six of the administrative reform plan, from 1; empty for another number.
std::string_view content_area_name(int area) noexcept;
inline constexpr int content_areas = 6;

/// Of some broadcasts.
struct report_sum {
    std::uint64_t bulletins = 0;  ///< versions of one count once
    std::uint64_t broadcasts = 0;
    loa::reach reach;
    std::optional<double> seconds_to_95;  ///< the median of those that have it
};

struct channel_report {
    std::string channel;
    loa::reach reach;
    std::optional<double> seconds_to_95;
    std::vector<std::pair<delivery_state, std::uint64_t>>
        missed_by_state;  ///< most first; sums to reach.missed
    std::vector<std::pair<std::string, std::uint64_t>>
        missed_by_cause;  ///< most first; also of what waits for another attempt
};

/// One broadcast, on all its channels.
struct broadcast_reach {
    loa::reach reach;
    std::optional<double>
        seconds_to_95;  ///< since its first delivery, until all its channels had come so far
};
broadcast_reach reach_of(const reported_broadcast& what);
/// Since the first delivery of the broadcast.
std::optional<double> seconds_to_95(const reported_broadcast& of, const reported_channel& on);

/// The days that a report is about, in a time zone.
struct report_period {
    std::chrono::year_month_day from, to;  ///< both included
    std::string time_zone;

    /// From one day to 366.
    bool is_valid() const noexcept;
};

struct report {
    report_period period;
    wall_time made_at{};
    report_sum totals;
    std::vector<std::pair<std::optional<int>, report_sum>>
        by_content_area;  ///< all six, then what has none, if there is any
    std::vector<std::pair<std::string, report_sum>> by_department;  ///< most broadcasts first
    std::vector<std::pair<urgency, report_sum>> by_urgency;         ///< all three
    std::vector<channel_report> channels;
    std::uint64_t refusals_added = 0, refusals_lifted = 0;
    report_material of;  ///< the refusals in the order of suppression_origins, all of them
};

/// Causes of a channel that are told one by one; the rest is one.
inline constexpr std::size_t most_causes_told = 50;
inline constexpr std::string_view other_causes = "other causes";
/// Most first; beyond most_causes_told the least frequent become one, the last, with those that were one
/// already.
void keep_most_frequent(std::vector<std::pair<std::string, std::uint64_t>>& of);

report make_report(report_material of);
/// Throws std::invalid_argument if nobody knows the time zone, and what the desk throws.
report read_report(report_desk& at, const report_period& period, wall_time now);

}  // namespace loa
