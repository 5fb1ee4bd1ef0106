#pragma once
/// \file
/// Bulletins and broadcasts in the ledger: taking them in, reading them, freezing their audience. Each
/// function is a part of a transaction of the caller's.

#include "gateway/core/actor.hpp"
#include "gateway/core/ledger.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/pending_changes.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace loa {

/// How a bulletin comes in.
struct intake_terms {
    std::string needs_approval;  ///< why; empty: it does not
    std::optional<wall_time> schedule;
    actor by;  ///< nobody: the portal
};

intake_answer take_in_bulletin(
    database& where,
    const bulletin& what,
    const std::vector<std::string>& channels,
    const intake_terms& terms,
    wall_time now,
    std::chrono::milliseconds keep_sendable
);

/// Some of those that wait and whose time has come, most urgent first. One whose content cannot be read is held, so
/// that it does not stop the others, and one of which something else was approved than is stored.
std::vector<waiting_broadcast> waiting_broadcasts(database& where, wall_time now, logger& log);

/// errc::not_found if there is no such broadcast.
result<bulletin> broadcast_content(database& where, broadcast_id id);

/// A broadcast that is not waiting any more is left alone.
void store_broadcast_plan(
    database& where,
    pending_changes& changes,
    const broadcast_plan& plan,
    wall_time now,
    std::chrono::milliseconds until_tomorrow
);

/// Who is in at least `least` broadcasts on the channel that were frozen at or after `since`.
result<number_set> numbers_reached_since(
    database& where, const std::string& channel, wall_time since, unsigned least
);

}  // namespace loa
