#pragma once
/// \file
/// How a broadcast ends. Each function is a part of a transaction of the caller's, who writes the changes at its end.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/pending_changes.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace loa {

/// The content was refused on the channel: nothing is claimed there any more.
void return_lane(
    database& where,
    pending_changes& changes,
    broadcast_id id,
    const std::string& channel,
    const std::string& cause,
    wall_time now
);

/// Closes channels in whose states a scan finds nothing open, and broadcasts of which all channels are
/// closed; returns the latter. A damaged channel is left as it is, and said once: `said` remembers.
std::vector<broadcast_id> finish_broadcasts(
    database& where, pending_changes& changes, wall_time now, logger& log, std::set<std::int64_t>& said
);

}  // namespace loa
