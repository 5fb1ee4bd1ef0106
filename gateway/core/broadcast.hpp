#pragma once
/// \file
/// One sending of one bulletin version to one audience over chosen channels, and its batches.

#include "gateway/core/bulletin.hpp"
#include "gateway/core/delivery_state.hpp"
#include "gateway/core/directory.hpp"
#include "gateway/core/number_set.hpp"
#include "gateway/core/time.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loa {

using broadcast_id = std::int64_t;

/// Values are stored: never renumber.
enum class broadcast_state : std::uint8_t {
    waiting = 0,    ///< stored, audience not frozen yet
    held = 1,       ///< a person must decide: see held_for
    sending = 2,    ///< frozen; batches are claimed
    finished = 3,   ///< a scan of its states found nothing open
    cancelled = 4,  ///< by a person; what was not sent stays unsent
    replaced = 5,   ///< a newer version came before anything of this one was sent
    paused = 6,     ///< by a person or a canary, until somebody resumes it
};
std::string_view to_string(broadcast_state what) noexcept;

/// Where a broadcast stands on one channel. Values are stored: never renumber.
enum class channel_state : std::uint8_t {
    sending = 0,
    finished = 1,
    returned = 2,  ///< the content was refused: back to the editor with the reason
};
std::string_view to_string(channel_state what) noexcept;

/// Names one batch.
struct batch_ref {
    broadcast_id broadcast = 0;
    std::string channel;
    std::uint32_t seq = 0;

    friend bool operator==(const batch_ref&, const batch_ref&) = default;
};

/// Most destinations of a batch.
inline constexpr std::size_t batch_size = 1000;

/// What planning stores: the frozen audience cut into batches.
struct planned_batch {
    bytes members;      ///< encode_members
    bytes marks;        ///< encode_marks: queued, no_address or covered
    std::uint32_t count = 0;
    std::uint32_t open = 0;  ///< how many are not final
    bool tomorrow = false;   ///< these people have had their share of today: due when the next day begins
    bool waits_for_canary = false;  ///< not to be claimed before the others of its channel have gone well
};

/// When a few have gone first, what lets the others follow.
struct canary_rule {
    std::uint32_t most_failed = 200;           ///< of 10,000 attempted
    std::uint32_t least_attempted = 50;        ///< fewer say nothing yet
    std::chrono::milliseconds patience{600'000};  ///< after this what is not settled counts as failed
};
struct channel_plan {
    std::string channel;
    loa::contact contact = loa::contact::account;
    std::uint64_t destinations = 0;            ///< how many numbers
    std::array<std::uint8_t, 32> sha256{};     ///< over all numbers in order, 4 bytes each, little-endian
    std::vector<planned_batch> batches;
    std::optional<canary_rule> canary;  ///< nothing: all go at once
};
struct broadcast_plan {
    broadcast_id broadcast = 0;
    std::vector<channel_plan> channels;
};

/// What must happen to the open deliveries of a claimed batch.
enum class batch_fate : std::uint8_t { send, cancel, expire };

using causes = std::vector<std::pair<std::uint16_t, std::string>>;  ///< index within the batch, why; ascending, exceptional only

struct claimed_batch {
    batch_ref ref;
    std::uint64_t epoch = 0;  ///< of the lease: a record with an old one is refused
    std::vector<std::uint32_t> members;
    std::vector<delivery_mark> marks;  ///< in flight of an earlier lease have been made unknown
    loa::causes causes;
    batch_fate fate = batch_fate::send;
    std::uint32_t rounds = 0;  ///< how often the batch was put off for a retry
    loa::urgency urgency = loa::urgency::normal;
    wall_time now{};                        ///< the store's clock at the claim
    std::optional<wall_time> send_until;  ///< the earlier of expires_at and not_after
};

/// The state of a batch after a step. Written whole, so that the latest record is the truth.
struct batch_record {
    batch_ref ref;
    std::uint64_t epoch = 0;
    std::vector<delivery_mark> marks;
    loa::causes causes;
    std::uint32_t rounds = 0;
    /// Give the batch back, to be claimed again after this delay; nothing: keep the lease (and renew it).
    std::optional<std::chrono::milliseconds> release_for;
    std::vector<std::pair<std::string, std::string>> suppress;  ///< address, cause: not to be sent to any more
};

/// What the ledger says after a record.
enum class standing : std::uint8_t {
    go_on,
    cancelled,  ///< stop sending: the broadcast was cancelled meanwhile (the record was written)
    paused,     ///< send nothing more until it is claimed again (the record was written)
    returned,   ///< stop sending on this channel: the content was refused (the record was written)
    lost,       ///< the lease is somebody else's: nothing was written, touch nothing any more
};

}  // namespace loa
