#pragma once
/// \file
/// How long somebody who failed to sign in has to wait. Never for good: a stranger must not be able to keep a
/// user out.

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace loa {

/// Failures that are forgiven.
inline constexpr std::uint32_t free_failures = 4;
/// They are forgotten after so long without another.
inline constexpr std::chrono::hours failures_remembered{24};

/// After so many failures in a row: a second after the fifth, doubling up to a quarter of an hour.
constexpr std::chrono::seconds lock_out(std::uint32_t failures) noexcept
{
    constexpr std::chrono::seconds most = std::chrono::minutes{15};
    if (failures <= free_failures)
        return std::chrono::seconds{0};
    const auto doublings = failures - free_failures - 1;
    return doublings >= 10 ? most : std::min(most, std::chrono::seconds{1U << doublings});
}

}  // namespace loa
