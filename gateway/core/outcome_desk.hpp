#pragma once
/// \file
/// What became of broadcasts, as people ask: by unit, who was missed, what happened, what is in trouble.

#include "gateway/core/audit_log.hpp"
#include "gateway/core/broadcast.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loa {

/// What became of the destinations at a unit and below it.
struct unit_outcome {
    std::string unit, name, kind;
    std::uint64_t children = 0;  ///< units right below that have destinations
    std::uint64_t destinations = 0, reached = 0, waiting = 0, missed = 0;
    std::uint64_t no_address = 0;  ///< of the missed
};
struct unit_outcomes {
    std::vector<unit_outcome> items;
    bool is_last = true;  ///< nothing follows these
    wall_time counted_at{};
    std::uint64_t elsewhere = 0;  ///< destinations that have left the audience's units since
};
struct unit_question {
    std::string parent = {};  ///< the units right below it; empty: the highest ones of the audience
    std::string kind =
        {};  ///< not empty: all of this kind at any depth instead, the smallest share reached first
    std::size_t skip = 0, most = 50;
};

/// Where a list of the missed goes on: in the order of batches and numbers.
struct missed_place {
    std::uint32_t batch = 0, no = 0;

    friend auto operator<=>(const missed_place&, const missed_place&) = default;
};
struct missed_filter {
    std::string text = {};  ///< part of a school's name, the start of its reference, or a person's whole
                            ///< reference, mailbox or account
    std::string unit = {};  ///< reference: at it and below
    std::vector<delivery_state> states = {};  ///< empty: all that are missed
    std::string cause = {};                   ///< whole
};
/// All but the delivery itself is empty if it has left the directory since.
struct missed_line {
    missed_place at;
    delivery_mark mark;
    std::string cause, reference, name, address;  ///< address masked
    std::string unit, unit_name, role;  ///< where the audience means it; otherwise where it is first
};

/// A version of the same bulletin.
struct other_version {
    broadcast_id broadcast = 0;
    std::uint32_t version = 0;
    wall_time taken_in{};
};
struct broadcast_past {
    std::optional<wall_time> approved_at;
    std::vector<std::pair<wall_time, std::string>>
        stopped_canaries;              ///< when, on which channel: the broadcast was paused
    std::vector<other_version> newer;  ///< oldest first
    std::vector<audit_entry> changes;  ///< oldest first; as far back as the audit log is kept
};

struct trouble {
    broadcast_id broadcast = 0;
    std::string title, channel;
    delivery_state state = delivery_state::dead;
    std::string cause;  ///< empty: none is known
    std::uint64_t deliveries = 0;
};
/// Of broadcasts that were taken in since; of one only, if it is named.
struct trouble_question {
    wall_time since{};
    std::optional<broadcast_id> only = {};
};
/// Where a list of troubles goes on.
struct trouble_place {
    broadcast_id broadcast = 0;
    std::size_t skip = 0;  ///< so many of the broadcast were listed
};
struct trouble_page {
    std::vector<trouble> items;
    std::optional<trouble_place> next;  ///< nothing: that was all
};

/// Synchronous, on the connection of its desk. Throws desk_refusal: "not_found" (broadcast or unit),
/// "no_such_channel", "deliveries_purged" (only the counts of the whole broadcast are left).
///
/// What must be counted is kept, and counted again when the ledger's counters of the channel have changed;
/// while it is being sent not more often than costs a twentieth of a core. One count at a time in the whole
/// process.
class outcome_desk {
public:
    virtual ~outcome_desk() = default;

    /// Everybody once at each unit at which the audience means him, and once at each above; who is at two
    /// counts at both.
    virtual unit_outcomes units(broadcast_id id, const std::string& channel, const unit_question& which) = 0;
    /// Not accepted, delivered or covered; in the order of batches and numbers, those after a place.
    virtual std::vector<missed_line> missed(
        broadcast_id id,
        const std::string& channel,
        const missed_filter& which,
        const std::optional<missed_place>& after,
        std::size_t most
    ) = 0;
    /// What is not in broadcast_status. At most the newest `most` changes.
    virtual broadcast_past past(broadcast_id id, std::size_t most) = 0;
    /// Dead, unknown and rejected deliveries by cause; newest broadcast first, within it the most deliveries
    /// first.
    virtual trouble_page troubles(
        const trouble_question& which, const std::optional<trouble_place>& from, std::size_t most
    ) = 0;
};

}  // namespace loa
