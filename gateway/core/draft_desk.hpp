#pragma once
/// \file
/// Bulletins that editors are writing.

#include "gateway/core/actor.hpp"
#include "gateway/core/broadcast.hpp"
#include "gateway/core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loa {

/// Values are stored: never renumber.
enum class draft_state : std::uint8_t {
    open = 0,       ///< being written
    submitted = 1,  ///< its broadcast waits for approval, is under way or was sent: unchangeable until it is
                    ///< given back or corrected
};

struct draft {
    std::int64_t id = 0;
    std::uint64_t revision = 0;  ///< grows with each change: the ETag
    std::int64_t author = 0;     ///< user
    std::string author_name;
    draft_state state = draft_state::open;
    std::string title;  ///< of the content, for lists
    std::string json;   ///< the content as the editor left it: the bulletin contract, perhaps not yet valid
    std::optional<wall_time> start_at;
    std::uint32_t version = 1;              ///< of the bulletin that the next submission makes
    std::optional<broadcast_id> broadcast;  ///< of the latest submission
    std::string comment;                    ///< with which it was given back
    wall_time created{}, changed{};
};

/// Where a list of drafts goes on.
struct draft_place {
    wall_time changed{};
    std::int64_t id = 0;
};

/// Synchronous, on the connection of its desk. Throws desk_refusal: "not_found", "changed" (revision),
/// "submitted" (not to be changed now), "not_submitted" (not to be opened again or rescheduled).
class draft_desk {
public:
    virtual ~draft_desk() = default;

    virtual std::int64_t add(const draft& what) = 0;
    virtual std::optional<draft> find(std::int64_t id) = 0;
    /// Newest change first. \param author  0: everybody's
    virtual std::vector<draft> drafts(
        std::int64_t author,
        std::optional<draft_state> state,
        std::optional<draft_place> after,
        std::size_t most
    ) = 0;
    /// Title, content and schedule, if `what.revision` is the stored one. Returns the new revision.
    virtual std::uint64_t change(const draft& what) = 0;
    virtual void remove(std::int64_t id, std::uint64_t revision) = 0;
    virtual void note_submission(std::int64_t id, std::uint64_t revision, broadcast_id broadcast) = 0;
    /// Open again, with the next version: given back with a comment, or to be corrected.
    virtual void reopen(std::int64_t id, const std::string& comment) = 0;
    /// Its broadcast was given another time to start: the draft says the same, and the next version starts
    /// from there.
    virtual void reschedule(std::int64_t id, std::optional<wall_time> start_at) = 0;
    virtual std::optional<draft> find_by_broadcast(broadcast_id id) = 0;
};

}  // namespace loa
