#pragma once
/// \file
/// How one channel's deliveries are paced, retried and reconciled.

#include "gateway/core/batch_life.hpp"
#include "gateway/core/channel_gate.hpp"
#include "gateway/core/retry_policy.hpp"
#include "gateway/core/send_rate.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace loa {

struct dispatcher_params {
    std::size_t calls = 8;             ///< attempts under way at once, each of up to the channel's max_batch destinations
    std::size_t batches = 16;          ///< claimed at once
    std::chrono::seconds lease{120};   ///< longer than two attempt_limits
    std::chrono::seconds attempt_limit{30};  ///< deadline of one attempt
    retry_policy retry;
    loa::on_unknown on_unknown = loa::on_unknown::resend;
    std::chrono::milliseconds look_up_after{2'000};  ///< an unknown result is looked up no sooner
    channel_gate_params gate;
    send_rate_params rate;
    unsigned daily_cap = 0;  ///< broadcasts a person gets on this channel in one day, urgent ones not counted; 0: no cap
    std::chrono::milliseconds poll{500};             ///< how often the ledger is asked when nothing woke us
};

class channel_board;
class fresh_refusals;
class meter;

/// Who watches a channel, and who may speak up beside it; each may be missing.
struct dispatcher_links {
    channel_board* board = nullptr;           ///< is told how the channel is doing
    const fresh_refusals* refused = nullptr;  ///< looked at before each call
    meter* counts = nullptr;
};

}  // namespace loa
