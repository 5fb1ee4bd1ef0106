#pragma once
/// \file
/// What people change in the ledger by hand, beside a running gateway. Each function is a transaction of its
/// own, or several; within one of the caller's it is a part of that. Throws desk_refusal.

#include "gateway/core/broadcast.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <cstdint>
#include <string>

namespace loa {

/// Throws a sentence for people if there is no such broadcast.
broadcast_state desk_state(database& where, broadcast_id id);
/// The number of a channel of a broadcast. Throws a sentence for people if there is none.
std::int64_t desk_lane(database& where, broadcast_id id, const std::string& channel);
/// Throws desk_refusal "deliveries_purged" if only the counts of the channel are left: an empty list would say that
/// nobody was missed.
void refuse_purged(database& where, broadcast_id id, std::int64_t lane);

/// Queues dead and rejected deliveries again (of one cause, unless it is empty) and lets the broadcast be sent for another `keep_sendable`. A
/// batch that a gateway holds is left to it and tried again for some seconds, because its outcomes are on
/// their way; if it is held still, throws a sentence that says how much was done. Within a transaction of the
/// caller's, which would keep the outcomes out, it is left alone; if there is nothing else, refused: "being_sent".
std::uint64_t retry_deliveries(
    database& where,
    const sqlite_params& params,
    broadcast_id id,
    const std::string& channel,
    const std::string& cause
);

bool cancel_broadcast(database& where, const sqlite_params& params, broadcast_id id, const std::string& by);
/// Whatever it is held for: nobody else has to approve it.
bool release_broadcast(database& where, const sqlite_params& params, broadcast_id id, const std::string& by);
bool pause_broadcast(database& where, broadcast_id id, const std::string& by);
bool resume_broadcast(database& where, broadcast_id id);
bool pause_channel(
    database& where, const sqlite_params& params, const std::string& channel, const std::string& by
);
bool resume_channel(database& where, const std::string& channel);

}  // namespace loa
