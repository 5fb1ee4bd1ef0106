#pragma once
/// \file
/// Canaries: a few batches of a channel go first, the others wait for how that ends. Each function is a part
/// of a transaction of the caller's.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/ledger/database.hpp"

#include <cstdint>

namespace loa {

/// Where the canary of a channel stands. Values are stored: never renumber.
enum class canary_state : std::uint8_t {
    none = 0,     ///< there is none, or the others have been let go
    running = 1,  ///< the others wait
    stopped = 2,  ///< went badly: the broadcast is paused, the others wait for a person
};

/// Added to the urgency of a batch that waits, so that nobody claims it.
inline constexpr std::int64_t waits_for_canary = 16;

void begin_canary(database& where, std::int64_t lane, const canary_rule& rule);

/// Lets the others go where the first have gone well, or where it does not matter any more because nothing
/// will be sent; pauses the broadcast where they have not.
void look_after_canaries(database& where, wall_time now, logger& log);

/// A person resumes the broadcast: what a canary stopped goes on without one.
void overrule_canaries(database& where, broadcast_id id);
/// Nothing more is sent of the broadcast: what waits may be claimed, and ends.
void end_canaries(database& where, broadcast_id id);

}  // namespace loa
