#pragma once
/// \file
/// The durable record of broadcasts, batches and delivery states: the only truth.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/error.hpp"
#include "gateway/core/task.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace loa {

/// What became of a bulletin that was handed in.
enum class intake_verdict : std::uint8_t {
    stored,         ///< new: a broadcast is waiting
    already_known,  ///< the same (source, id, version) is stored, or a newer version is
    replaced,       ///< new version of one of which nothing is sent: that one is out, this one is waiting
    held,           ///< new version of one being sent or sent: a person must decide
};
std::string_view to_string(intake_verdict what) noexcept;

struct intake_answer {
    intake_verdict verdict = intake_verdict::stored;
    broadcast_id broadcast = 0;  ///< the one made, or the one that was there
};

/// What may be claimed now, beside what is not to be sent any more.
enum class sendable : std::uint8_t {
    all,
    urgent,      ///< quiet hours: only what is urgent, and that it was sent in them is recorded
    overtaking,  ///< only what is urgent: there is no room for anything else
};

struct waiting_broadcast {
    broadcast_id id = 0;
    bulletin what;
    std::vector<std::string> channels;
};

/// Called from the sending loop only (not thread-safe); the work is done on the store's own threads, the order of calls is the
/// order of effects, and what several calls want written at the same time is committed together. When a call returns success, its
/// effect survives a crash of the machine. The store's clock is the only one: callers give lengths of time.
///
/// Errors: errc::ledger_unavailable; nothing was written. Throws only operation_aborted when cancelled (the effect may then have
/// happened).
class ledger {
public:
    virtual ~ledger() = default;

    /// The secret of this installation, from which idempotency keys are made; 32 bytes, made with the ledger.
    virtual std::vector<std::uint8_t> secret() const = 0;

    /// Frees the batches that this instance held when it was killed; their deliveries in flight become unknown. Returns how many
    /// deliveries did. Call once, before anything else.
    virtual task<result<std::uint64_t>> recover() = 0;

    /// Stores a bulletin and a broadcast of it over `channels`, in one transaction.
    /// \param needs_approval  why a person must approve it before anything is sent; empty: nobody has to
    virtual task<result<intake_answer>> take_in(bulletin what, std::vector<std::string> channels, std::string needs_approval = {}) = 0;

    /// Broadcasts whose audience is to be frozen now, most urgent first: their time has come, and where an approval was needed, what is stored
    /// is what was approved (otherwise it is held again).
    virtual task<result<std::vector<waiting_broadcast>>> waiting() = 0;

    /// Stores the frozen audience and starts the sending, in one transaction. A broadcast that is not waiting any more is left alone.
    /// Batches for tomorrow are due `until_tomorrow` from now.
    virtual task<result<>> store_plan(broadcast_plan plan, std::chrono::milliseconds until_tomorrow) = 0;

    /// Leases up to `most` batches that are due on the channel: urgency first, then due time. Never batches of a channel that was
    /// returned; of a paused one or of a paused broadcast only what is not to be sent any more. Batches of cancelled and expired broadcasts come with that fate. Batches that
    /// this instance holds are never taken from it, however late it is: whoever holds them is still at work.
    virtual task<result<std::vector<claimed_batch>>> claim(
        std::string channel, std::size_t most, std::chrono::milliseconds lease, sendable what
    ) = 0;

    /// How long until a batch of the channel is due, nothing if there is none open and not leased.
    virtual task<result<std::optional<std::chrono::milliseconds>>> next_due(std::string channel, sendable what) = 0;

    /// Writes the state of a leased batch, renews or ends the lease.
    virtual task<result<standing>> record(batch_record what) = 0;

    /// The content of a broadcast.
    virtual task<result<bulletin>> content(broadcast_id id) = 0;

    /// Stops the broadcast on the channel because its content was refused; what is not sent there becomes cancelled with the cause.
    virtual task<result<>> return_to_editor(broadcast_id id, std::string channel, std::string cause) = 0;

    /// Scans the states of what is being sent, and closes channels and broadcasts in which nothing is open; lets what waits for a canary go, or
    /// pauses its broadcast. Returns the ids of broadcasts finished by this call.
    virtual task<result<std::vector<broadcast_id>>> finish() = 0;

    /// Finds what nobody would look at any more, and makes it due: open batches that are not due for longer than any delay we give, that are
    /// leased for longer than any lease, or of broadcasts that count as finished. A clock that jumped, or a hand that slipped. Returns how many
    /// batches that were.
    virtual task<result<std::uint64_t>> sweep(std::chrono::milliseconds longest_delay) = 0;

    /// How many batches are open on each channel, by name.
    virtual task<result<std::vector<std::pair<std::string, std::uint64_t>>>> open_batches() = 0;

    /// Who got, or is to get, at least `least` broadcasts on the channel in the day that began at `since`; urgent and cancelled ones do
    /// not count.
    virtual task<result<number_set>> reached_since(std::string channel, wall_time since, unsigned least) = 0;

    /// Which of the addresses must not be sent to, one answer each.
    virtual task<result<std::vector<bool>>> suppressed(contact by, std::vector<std::string> addresses) = 0;
};

}  // namespace loa
