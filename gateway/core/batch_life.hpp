#pragma once
/// \file
/// The life of one claimed batch. Decides what happens next; does no I/O and reads no clock.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/channel.hpp"
#include "gateway/core/outcome.hpp"
#include "gateway/core/retry_policy.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace loa {

/// What to do with a delivery whose result stays unknown on a channel without a look-up.
enum class on_unknown : std::uint8_t {
    resend,  ///< with the same idempotency key (Message-ID); may double it
    park,    ///< leave it unknown until a person decides
};

struct batch_rules {
    retry_policy retry;
    loa::on_unknown on_unknown = loa::on_unknown::resend;
    bool has_look_up = false;
    std::chrono::milliseconds look_up_after{2'000};  ///< an unknown result is looked up no sooner
};

/// Positions within the batch, ascending.
using positions = std::vector<std::uint16_t>;

class batch_life {
public:
    batch_life(claimed_batch claimed, batch_rules rules);

    const batch_ref& ref() const noexcept { return claimed_.ref; }
    std::uint32_t no(std::size_t position) const noexcept { return claimed_.members[position]; }
    delivery_mark mark(std::size_t position) const noexcept { return claimed_.marks[position]; }

    /// Deliveries whose result is unknown and can be asked for now.
    positions to_look_up() const;
    void report_presence(std::span<const std::uint16_t> asked, std::span<const presence> answers);

    /// Deliveries that wait to be sent.
    positions to_send() const;
    /// Takes up to `most` of those and marks them in flight: record() before their bytes leave.
    positions take(std::size_t most);
    /// Puts back what was taken and not sent.
    void put_back(std::span<const std::uint16_t> taken);
    /// How the attempt at each taken delivery ended, in order.
    void report(std::span<const std::uint16_t> taken, std::span<const outcome> outcomes);

    /// Ends a delivery without sending it.
    void end(std::uint16_t position, delivery_state state, std::string cause);
    /// Ends all that are open: cancelled or expired. What may have been sent keeps that in its cause.
    void end_open(delivery_state state, const std::string& cause);

    bool all_final() const noexcept;

    /// The state as it is, the lease kept.
    batch_record record() const;
    /// The state as it is and the batch given back: for good if all is final, otherwise until the next attempt is due.
    /// \param draw in [0, 1), for the jitter
    batch_record release(double draw);

private:
    const std::string* cause(std::uint16_t position) const;  ///< null: there is none
    bool has_answer(std::uint16_t position) const;
    void set(std::uint16_t position, delivery_state state, unsigned attempts, std::string cause);

    claimed_batch claimed_;
    batch_rules rules_;
    std::optional<std::chrono::milliseconds> hint_;  ///< the longest Retry-After among transient outcomes
    std::size_t next_ = 0;                           ///< where take() goes on: each delivery is attempted once a claim
    bool failed_ = false;                            ///< this round burned an attempt of something that is still open
};

}  // namespace loa
