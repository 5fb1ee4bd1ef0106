#pragma once
/// \file
/// Batches in the ledger: claimed under a lease, recorded under its epoch. Each function is a part of a
/// transaction of the caller's, who writes the changes at its end.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/ledger.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/pending_changes.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loa {

std::vector<claimed_batch> claim_batches(
    database& where,
    pending_changes& changes,
    const std::string& instance,
    const std::string& channel,
    std::size_t most,
    std::chrono::milliseconds lease,
    sendable what,
    wall_time now,
    logger& log
);

std::optional<std::chrono::milliseconds> next_due_batch(
    database& where, const std::string& instance, const std::string& channel, sendable what, wall_time now
);

bool is_paused(database& where, const std::string& channel);

/// Makes due what nobody would look at any more. Returns how many batches.
std::uint64_t sweep_batches(database& where, std::chrono::milliseconds longest_delay, wall_time now);

/// How many batches are open on each channel.
std::vector<std::pair<std::string, std::uint64_t>> count_open_batches(database& where);

standing record_batch(
    database& where,
    pending_changes& changes,
    const std::string& instance,
    const batch_record& what,
    wall_time now
);

/// Frees what `instance` held. Returns how many deliveries in flight became unknown.
std::uint64_t recover_batches(
    database& where, pending_changes& changes, const std::string& instance, wall_time now, logger& log
);

/// In a channel that was returned to the editor nobody claims a batch any more: what is open in batches that
/// nobody holds is cancelled here. Throws damaged_row when all others are closed.
void close_returned(
    database& where,
    pending_changes& changes,
    broadcast_id broadcast,
    std::int64_t lane,
    const std::string& cause,
    wall_time now
);

/// Makes unknown what an earlier lease left in flight. Returns how many.
std::size_t in_flight_to_unknown(std::vector<delivery_mark>& marks);
/// How many are not final.
std::size_t open_among(const std::vector<delivery_mark>& marks);

}  // namespace loa
