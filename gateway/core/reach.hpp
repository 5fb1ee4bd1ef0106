#pragma once
/// \file
/// Of those who had to be reached, how many were: the words in which a report and the console say how far a
/// broadcast has come. docs/report.md explains them to its readers.

#include "gateway/core/delivery_state.hpp"

#include <cstdint>
#include <optional>

namespace loa {

/// The audience is the sum of without_address, covered, suppressed and destinations; these are the sum of
/// reached, waiting and missed.
struct reach {
    std::uint64_t without_address = 0;  ///< no account or mailbox
    std::uint64_t covered = 0;          ///< somebody else in the audience has the same one, and is sent to
    std::uint64_t suppressed = 0;       ///< on the list of refusals
    std::uint64_t reached = 0;          ///< accepted or delivered
    std::uint64_t waiting = 0;          ///< something can still happen by itself
    std::uint64_t missed = 0;

    std::uint64_t destinations() const noexcept { return reached + waiting + missed; }
    std::uint64_t audience() const noexcept
    {
        return without_address + covered + suppressed + destinations();
    }
    /// Of 1, in steps of 1/10,000 and rounded down, so that it is 1 only if all were reached. Nothing: nobody
    /// had to be.
    std::optional<double> coverage() const noexcept;
    bool is_95_percent() const noexcept;

    reach& operator+=(const reach& other) noexcept;
    friend bool operator==(const reach&, const reach&) = default;
};

reach reach_of(const delivery_counts& counts) noexcept;

}  // namespace loa
