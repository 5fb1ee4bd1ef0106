#pragma once
/// \file
/// What a report is made of: a port of the desk.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/suppression_origin.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loa {

/// How far a broadcast has come on one channel.
struct reported_channel {
    std::string channel;
    delivery_counts counts;
    std::vector<std::pair<std::string, std::uint64_t>>
        causes;                              ///< and how many deliveries end or wait with each
    std::optional<wall_time> reached_95_at;  ///< when 95 % of its destinations were reached; see reach.hpp
};

/// One whose audience was frozen: of others there is nothing to report.
struct reported_broadcast {
    broadcast_id id = 0;
    std::string source, bulletin, title, department;
    std::uint32_t version = 0;
    std::optional<int> content_area;
    loa::urgency urgency = loa::urgency::normal;
    broadcast_state state = broadcast_state::sending;
    wall_time taken_in{};
    std::optional<wall_time> first_sent_at, finished_at;
    std::vector<reported_channel> channels;
};

/// What became of the list of who must not be sent to.
struct refusal_change {
    suppression_origin origin = suppression_origin::other;
    std::uint64_t added = 0, lifted = 0;
};

struct report_material {
    std::vector<reported_broadcast> broadcasts;  ///< newest first
    std::uint64_t not_sent = 0;                  ///< taken in, and their audience is not frozen
    std::uint64_t not_counted = 0;               ///< whose counters cannot be read
    std::vector<refusal_change> refusals;
};

/// Synchronous, on the connection of its desk. Throws std::runtime_error with a sentence for people when the
/// store cannot be read.
class report_desk {
public:
    virtual ~report_desk() = default;

    /// Of the broadcasts taken in, and the changes of the list of refusals, from `from` until before `until`;
    /// all as of one moment. At a cost of the number of broadcasts, not of their audiences.
    virtual report_material material(wall_time from, wall_time until) = 0;
};

}  // namespace loa
