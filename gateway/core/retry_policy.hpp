#pragma once
/// \file
/// When to try again. Pure arithmetic: no clock, no random source, no I/O.

#include <chrono>
#include <cstdint>
#include <optional>

namespace loa {

struct retry_policy {
    std::chrono::milliseconds first_delay{30'000};
    std::chrono::milliseconds longest_delay{3'600'000};
    unsigned attempts = 8;  ///< then a delivery is dead; 1 to 15

    /// Delay before the next attempt: exponential, capped, with equal jitter (half of it is fixed, half is drawn), and never less
    /// than the remote side's hint, as far as that is a day at most.
    ///
    /// \param failures  rounds that failed so far, at least 1
    /// \param draw      in [0, 1); the caller draws it
    std::chrono::milliseconds delay(
        std::uint32_t failures, std::optional<std::chrono::milliseconds> hint, double draw
    ) const noexcept;
};

}  // namespace loa
