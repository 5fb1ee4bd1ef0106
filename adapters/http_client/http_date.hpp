#pragma once
/// \file
/// Dates in HTTP header fields.

#include "gateway/core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Reads the three forms of RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94
/// 08:49:37 GMT" and "Sun Nov  6 08:49:37 1994".
std::optional<wall_time> parse_http_date(std::string_view text);

/// Writes the first of them.
std::string format_http_date(wall_time when);

}  // namespace loa
