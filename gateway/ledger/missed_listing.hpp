#pragma once
/// \file
/// Who was not reached, searched and with what is known of them.

#include "gateway/core/audience.hpp"
#include "gateway/core/directory.hpp"
#include "gateway/core/outcome_desk.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/directory_census.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace loa {

/// A broadcast on one channel, and its audience.
struct missed_lane {
    broadcast_id broadcast = 0;
    std::int64_t lane = 0;
    contact by = contact::account;
    const audience& who;
};

/// A read of the caller's transaction in `ledger`. Reads members and states of the lane from the place on
/// until there are enough: some 50 ms for 2.6 million.
std::vector<missed_line> list_missed(
    database& ledger,
    database& directory,
    const directory_census& all,
    const missed_lane& of,
    const missed_filter& which,
    const std::optional<missed_place>& after,
    std::size_t most,
    wall_time now
);

}  // namespace loa
