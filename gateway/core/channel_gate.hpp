#pragma once
/// \file
/// Whether a channel may be spoken to now. Decides; reads no clock.

#include "gateway/core/outcome.hpp"
#include "gateway/core/time.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace loa {

struct channel_gate_params {
    std::chrono::milliseconds probe_first{1'000};  ///< an unavailable or unauthorized channel is probed after this, doubling ...
    std::chrono::milliseconds probe_most{60'000};  ///< ... up to this
    std::chrono::milliseconds throttle_default{5'000};  ///< how long a "too fast" without a Retry-After closes the gate
};

/// Closed for exactly as long as the remote side asked, or with growing pauses while nobody is there; after such an outage one small
/// call goes first (half open).
class channel_gate {
public:
    enum class passage : std::uint8_t { open, probe, closed };

    explicit channel_gate(channel_gate_params params) : params_{params} {}

    /// Whether a call may start. `probe`: one destination, and no other call until its outcome is reported.
    passage ask(time_point now) const noexcept;
    /// Whether a call that had a passage may still start: the remote side may have asked for a pause since.
    bool still_lets(bool is_probe, time_point now) const noexcept { return is_probe ? now >= closed_until_ : ask(now) == passage::open; }
    /// Call when the call of a `probe` passage starts.
    void start_probe() noexcept { probing_ = true; }
    /// Call when a probe ended without any attempt (there was nothing to send, or it was cancelled).
    void drop_probe() noexcept { probing_ = false; }

    /// Takes the outcomes of one call. Returns true if they changed whether the gate is open: worth a log line.
    /// \param was_probe  the call had a `probe` passage, which ends with this
    bool report(std::span<const outcome> outcomes, time_point now, bool was_probe);

    /// When to ask again, if closed.
    time_point closed_until() const noexcept { return closed_until_; }
    bool is_probing() const noexcept { return probing_; }
    /// Why it is closed, for people.
    std::string_view why() const noexcept { return why_; }

private:
    channel_gate_params params_;
    time_point closed_until_{};
    std::uint32_t outages_ = 0;  ///< calls in a row to which nobody answered, or with refused credentials
    bool probing_ = false;
    bool throttled_ = false;
    std::string why_;
};

}  // namespace loa
