#pragma once
/// \file
/// What a second person must have seen before it goes out, and how it is told that it is still that.

#include "gateway/core/bulletin.hpp"
#include "gateway/core/quiet_hours.hpp"
#include "gateway/core/sha256.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace loa {

/// How a bulletin that the portal publishes starts.
enum class start_rule : std::uint8_t { automatic, approve };

struct approval_params {
    start_rule staff = start_rule::automatic;                ///< for staff and teachers only
    start_rule parents = start_rule::approve;                ///< parents are in its audience
    start_rule urgent_in_quiet_hours = start_rule::approve;  ///< would wake people
};

/// Why somebody must approve the bulletin before it starts, in plain words: every reason there is; empty:
/// nobody has to.
std::string why_approval(
    const bulletin& what, const approval_params& rules, const quiet_hours& quiet, wall_time now
);

/// What an approval is bound to: the content with its audience, the channels in their order, the schedule.
/// \param json  to_json of the bulletin
sha256_digest approval_hash(
    std::string_view json, std::span<const std::string> channels, std::optional<wall_time> schedule
);

}  // namespace loa
