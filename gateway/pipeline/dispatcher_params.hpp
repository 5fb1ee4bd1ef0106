#pragma once
/// \file
/// How one channel's deliveries are paced, retried and reconciled.

#include "gateway/core/retry_policy.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace loa {

/// What to do with a delivery whose result stays unknown on a channel without a look-up.
enum class on_unknown : std::uint8_t {
    resend,  ///< with the same idempotency key (Message-ID); may double it
    park,    ///< leave it unknown until a person decides
};

struct dispatcher_params {
    std::size_t calls = 8;             ///< attempts under way at once, each of up to the channel's max_batch destinations
    std::size_t batches = 16;          ///< claimed at once
    std::chrono::seconds lease{120};   ///< longer than two attempt_limits
    std::chrono::seconds attempt_limit{30};  ///< deadline of one attempt
    retry_policy retry;
    loa::on_unknown on_unknown = loa::on_unknown::resend;
    std::chrono::milliseconds look_up_after{2'000};  ///< an unknown result is looked up no sooner
    std::chrono::milliseconds probe_first{1'000};    ///< an unavailable channel is probed after this, doubling ...
    std::chrono::milliseconds probe_most{60'000};    ///< ... up to this
    std::chrono::milliseconds throttle_default{5'000};  ///< gate time for a 429 without Retry-After
    std::chrono::milliseconds poll{500};             ///< how often the ledger is asked when nothing woke us
};

}  // namespace loa
