#pragma once
/// \file
/// Bulletins and broadcasts in the ledger: taking them in, reading them, freezing their audience. Each
/// function is a part of a transaction of the caller's.

#include "gateway/core/ledger.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/ledger/database.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace loa {

intake_answer take_in_bulletin(
    database& where,
    const bulletin& what,
    const std::vector<std::string>& channels,
    wall_time now,
    std::chrono::milliseconds keep_sendable
);

/// Some of those that wait, most urgent first. One whose content cannot be read is held, so that it does not
/// stop the others.
std::vector<waiting_broadcast> waiting_broadcasts(database& where, logger& log);

/// errc::not_found if there is no such broadcast.
result<bulletin> broadcast_content(database& where, broadcast_id id);

/// A broadcast that is not waiting any more is left alone.
void store_broadcast_plan(
    database& where, const broadcast_plan& plan, wall_time now, std::chrono::milliseconds until_tomorrow
);

/// Who is in at least `least` broadcasts on the channel that were frozen at or after `since`.
result<number_set> numbers_reached_since(
    database& where, const std::string& channel, wall_time since, unsigned least
);

}  // namespace loa
