#pragma once
/// \file
/// Who sits at this machine, and the clock on his wall.

#include "gateway/core/actor.hpp"
#include "gateway/core/time.hpp"

#include <string>

namespace loa::cli {

/// Who gives the order, for the record: "cli:lan".
actor here();

/// "2026-11-20 08:30:00 +07:00"
std::string local_time(wall_time when);

}  // namespace loa::cli
