#pragma once
/// \file
/// The store's clock, and times as they are stored.

#include "gateway/core/time.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace loa {

inline wall_time store_now(const sqlite_params& params)
{
    if (params.now)
        return params.now();
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

inline std::int64_t to_stored(wall_time when)
{
    return when.time_since_epoch().count();
}

inline std::optional<std::int64_t> to_stored(std::optional<wall_time> when)
{
    return when ? std::optional{to_stored(*when)} : std::nullopt;
}

inline wall_time from_stored(std::int64_t when)
{
    return wall_time{std::chrono::milliseconds{when}};
}

inline std::optional<wall_time> from_stored(std::optional<std::int64_t> when)
{
    return when ? std::optional{from_stored(*when)} : std::nullopt;
}

}  // namespace loa
