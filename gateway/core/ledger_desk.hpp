#pragma once
/// \file
/// What people ask of the ledger, and what they may change by hand.

#include "gateway/core/actor.hpp"
#include "gateway/core/broadcast.hpp"
#include "gateway/core/ledger.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loa {

/// Why a held broadcast is held. Values are stored: never renumber.
enum class held_for : std::uint8_t {
    nothing = 0,
    correction = 1,  ///< a newer version of what is being sent or was sent: a person decides
    approval = 2,    ///< needs a second person
};

struct channel_status {
    std::string channel;
    loa::contact contact = loa::contact::account;  ///< what its destinations are
    channel_state state = channel_state::sending;
    std::string reason;  ///< why it was returned
    delivery_counts counts;
    std::string audience_sha256;  ///< hex
};
struct broadcast_status {
    broadcast_id id = 0;
    std::string source, bulletin, title, department;
    std::optional<int> content_area;  ///< 1 to 6
    std::string category;
    std::uint32_t version = 0;
    loa::urgency urgency = loa::urgency::normal;
    broadcast_state state = broadcast_state::waiting;
    std::string reason;  ///< why it is held, paused, replaced or cancelled
    held_for needs = held_for::nothing;
    std::string
        hash;  ///< hex SHA-256 of content, audience, channels and schedule: what an approval is bound to
    std::string submitted_by;  ///< user name; empty: came from the portal
    std::string approved_by;   ///< user name; empty: nobody, or nobody had to
    std::optional<wall_time>
        start_at;  ///< waiting until then: a schedule, or the time in which it can be recalled
    wall_time taken_in{};
    std::optional<wall_time> planned_at, first_sent_at, finished_at;
    std::optional<wall_time> quiet_override;  ///< urgent, and sent in quiet hours: since when
    std::vector<channel_status> channels;
    std::vector<std::pair<std::string, std::uint64_t>>
        causes;  ///< cause and how many deliveries end or wait with it
};
struct delivery_detail {
    std::string channel;
    std::uint32_t no = 0, batch = 0;
    delivery_mark mark;
    std::string cause, idempotency_key;
};

struct broadcast_filter {
    std::vector<broadcast_state> states;  ///< empty: all
    std::optional<loa::urgency> urgency;
    std::string source, department, text;  ///< text: part of the title, without regard to case; empty: all
    std::string bulletin;                  ///< identity, whole: all its versions; only with a source
    std::optional<int> content_area;
    std::optional<wall_time> from, to;      ///< taken in
    std::optional<broadcast_id> before_id;  ///< cursor
};
struct broadcast_page {
    std::vector<broadcast_status> items;
    std::optional<broadcast_id> next;  ///< before_id of the next page; nothing: that was all
};

/// A bulletin from an editor, to be approved by somebody else.
struct submission {
    bulletin what;
    std::vector<std::string> channels;
    std::optional<wall_time> start_at;  ///< schedule; nothing: as soon as it is approved
    actor by;
};

/// What people ask of the ledger, and what they may change by hand. Synchronous, on the connection of its
/// desk: safe beside a running gateway. Throws std::runtime_error with a sentence for people when the store
/// cannot be read or written, and desk_refusal.
class ledger_desk {
public:
    virtual ~ledger_desk() = default;

    /// Newest first; without counts.
    virtual std::vector<broadcast_status> broadcasts(std::size_t most) = 0;
    /// At a cost that does not grow with history: a page of a rare title may hold fewer than `most`, or nothing, and
    /// have a next one all the same.
    virtual broadcast_page broadcasts(const broadcast_filter& which, std::size_t most) = 0;
    /// Everything that is waiting, held, sending or paused, newest first, with counts but without causes: at a cost
    /// that does not grow with audiences or history.
    virtual std::vector<broadcast_status> live() = 0;
    virtual bulletin content(broadcast_id id) = 0;
    virtual std::optional<broadcast_status> status(broadcast_id id) = 0;
    /// Calls `each` for every delivery on the channel that was not reached: all states but accepted,
    /// delivered and covered.
    virtual void missed(
        broadcast_id id, const std::string& channel, const std::function<void(const delivery_detail&)>& each
    ) = 0;
    /// The same from a batch on, in the order of batches and numbers, until `each` returns false.
    virtual void missed_from(
        broadcast_id id,
        const std::string& channel,
        std::uint32_t batch,
        const std::function<bool(const delivery_detail&)>& each
    ) = 0;
    /// The delivery with the number on every channel of the broadcast.
    virtual std::vector<delivery_detail> delivery(broadcast_id id, std::uint32_t no) = 0;
    /// Queues dead and rejected deliveries again, with no attempts counted; returns how many. Empty channel:
    /// all channels; empty cause: all causes. What a gateway is sending at this moment is waited for some seconds; within desk::together it
    /// is left alone, and if there is nothing else, refused: "being_sent".
    virtual std::uint64_t retry(broadcast_id id, const std::string& channel, const std::string& cause = {}) = 0;
    /// Returns false if it was over already.
    virtual bool cancel(broadcast_id id, const std::string& by) = 0;
    /// Sends what is held after all, whatever it is held for. Returns false if it is not held.
    virtual bool release(broadcast_id id, const std::string& by) = 0;
    /// Nothing of the broadcast is sent until it is resumed; what is under way stops before its next attempt.
    /// Returns false if it is not being sent, or is not paused.
    virtual bool pause(broadcast_id id, const std::string& by) = 0;
    virtual bool resume(broadcast_id id) = 0;
    /// No batch of the channel is claimed until it is resumed. Returns false if it was paused already, or was
    /// not.
    virtual bool pause(const std::string& channel, const std::string& by) = 0;
    virtual bool resume(const std::string& channel) = 0;
    /// Who paused which channels: channel, by whom and since when.
    struct channel_pause {
        std::string channel, by;
        wall_time since{};
    };
    virtual std::vector<channel_pause> paused_channels() = 0;

    /// Stores the bulletin as a broadcast held for approval.
    virtual intake_answer submit(const submission& what) = 0;
    /// Lets a broadcast that is held for approval start at its schedule, but not within `recallable_for` from
    /// now. Refused: wrong hash (something changed: "changed"), not held for approval ("not_held"), the
    /// submitter himself ("own_submission").
    virtual void approve(
        broadcast_id id, const std::string& hash, const actor& by, std::chrono::milliseconds recallable_for
    ) = 0;
    /// Ends a broadcast of which nothing is sent yet, held or waiting, so that its author can change it.
    /// Refused: "started".
    virtual void give_back(broadcast_id id, const actor& by, const std::string& comment) = 0;
    /// Another time to start; voids an approval. Refused: "started".
    virtual void reschedule(broadcast_id id, std::optional<wall_time> start_at, const actor& by) = 0;
};

}  // namespace loa
