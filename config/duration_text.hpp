#pragma once
/// \file
/// Lengths of time as the settings file writes them: a whole number and a unit, "500ms", "30s", "5min", "2h",
/// "7d".

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Nothing if it is anything else: no sign, no fraction, no space, no second unit, nothing over ten years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;

/// In the greatest unit that gives a whole number: parse_duration(format_duration(d)) == d.
std::string format_duration(std::chrono::milliseconds what);

/// The units that are multiples of `step`: "s, min, h, d".
std::string duration_units(std::chrono::milliseconds step);

}  // namespace loa
