#pragma once
/// \file
/// The two kinds of time. Deadlines are points on the steady clock; what is stored or shown is wall time, UTC, in milliseconds.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

using time_point = std::chrono::steady_clock::time_point;
using wall_time = std::chrono::sys_time<std::chrono::milliseconds>;

/// Reads "2026-11-20T08:30:00+07:00" (RFC 3339, section 5.6). A time without an offset is refused: nobody can say when it is.
std::optional<wall_time> parse_rfc3339(std::string_view text);

/// Writes "2026-11-20T01:30:00Z"; the fraction appears only when it is not zero.
std::string format_rfc3339(wall_time when);

}  // namespace loa
