#pragma once
/// \file
/// What people decide about a broadcast before anything of it is sent. Unless it says otherwise, each
/// function is a transaction of its own, and throws desk_refusal.

#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/sha256.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace loa {

desk_refusal no_broadcast(broadcast_id id);

intake_answer submit_broadcast(database& where, const sqlite_params& params, const submission& what);
void approve_broadcast(
    database& where,
    const sqlite_params& params,
    broadcast_id id,
    const std::string& hash,
    const actor& by,
    std::chrono::milliseconds recallable_for
);
void give_back_broadcast(
    database& where, const sqlite_params& params, broadcast_id id, const actor& by, const std::string& comment
);
void reschedule_broadcast(
    database& where,
    const sqlite_params& params,
    broadcast_id id,
    std::optional<wall_time> start_at,
    const actor& by
);

/// What an approval of what is stored now is bound to. A part of the caller's transaction.
sha256_digest stored_hash(database& where, broadcast_id id);
/// Voids an approval: under the hash of what is stored now it needs another. A part of the caller's
/// transaction.
void hold_for_approval(database& where, broadcast_id id, const std::string& reason);

}  // namespace loa
