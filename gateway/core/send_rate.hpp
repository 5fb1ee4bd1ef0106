#pragma once
/// \file
/// How fast a channel is spoken to. Decides; reads no clock.

#include "gateway/core/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace loa {

struct send_rate_params {
    std::uint32_t quota = 0;  ///< destinations a second that the remote side allows; 0: nobody named one
    std::chrono::milliseconds burst{1'000};  ///< what an idle second or so saves up
    unsigned retry_percent = 20;  ///< of what is sent, so much may be retries that fail again: the end of an outage is no storm
};

/// A token bucket that stays within the quota and finds the remote side's real ceiling below it: a "too fast" takes the rate down to 70 %
/// of what it was, at most once in five seconds; every second without one adds a tenth. Without a quota it is open until the first "too
/// fast", and goes on from 70 % of the rate at which that came. Answers that take more than four times as long as the quickest ones mean that
/// the remote side is at its limit already: no increase, and as long as they do a tenth less every five seconds, down to half of the quota or
/// of the rate that was refused last.
///
/// Retries have a bucket of their own, filled by what is sent for the first time. A retry that is accepted costs nothing: when nothing but
/// retries is left, as after greylisting, they go at full speed as long as they succeed.
class send_rate {
public:
    send_rate(send_rate_params params, time_point now);

    /// When so many destinations may leave; not later than now: at once. Takes them: call once for each call.
    time_point take(std::size_t first_attempts, std::size_t retries, time_point now);
    /// Of what was taken and did not leave.
    void give_back(std::size_t first_attempts, std::size_t retries) noexcept;

    /// So many of the retries that were taken were accepted.
    void report_retried(std::size_t accepted) noexcept;

    /// Whether a retry of so many is within the budget now; if not, put it off.
    bool allows_retries(std::size_t retries, time_point now);

    void report_throttled(time_point now);
    void report_answered(std::size_t destinations, std::chrono::nanoseconds latency, time_point now);

    /// Destinations a second, 0 if nothing limits them.
    double rate() const noexcept { return rate_; }
    /// Retries that may go at once; below 0: they wait.
    double retry_budget() const noexcept { return retry_tokens_; }

private:
    void refill(time_point now);
    bool is_slow() const noexcept;

    send_rate_params params_;
    double rate_;       ///< now; 0: unlimited
    double tokens_;     ///< may be negative: then somebody waits
    double retry_tokens_;
    time_point filled_;
    time_point slowed_{};  ///< when the rate went down last
    double sent_recently_ = 0;  ///< destinations a second, a decaying average
    double ceiling_;     ///< the quota, or the rate that was refused last
    double quickest_ = 0, latency_ = 0;  ///< seconds a call of about the largest size
    std::size_t largest_ = 0;            ///< call so far
};

}  // namespace loa
