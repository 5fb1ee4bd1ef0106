#include "gateway/core/send_rate.hpp"

#include <algorithm>
#include <cmath>

namespace loa {
namespace {

constexpr double decrease = 0.7, decrease_when_slow = 0.9;
constexpr double increase_a_second = 0.1;
constexpr double slow_factor = 4;
// Below this a limit is kept by the pauses that the remote side asks for.
constexpr double least_rate = 100;
// Calls that were under way together are refused together: that is one "too fast".
constexpr std::chrono::seconds one_refusal{5};
// A channel on which little is sent may still retry.
constexpr double least_retries_a_second = 10, most_saved_retries = 2'000;
// A call is retried whole, however large, but the next one need not wait for longer than five seconds because of it.
constexpr double most_owed_retries = 5 * least_retries_a_second;

double seconds(time_point::duration length)
{
    return std::chrono::duration<double>{length}.count();
}

}  // namespace

send_rate::send_rate(send_rate_params params, time_point now)
    : params_{params},
      rate_{static_cast<double>(params.quota)},
      tokens_{rate_ * seconds(params.burst)},
      retry_tokens_{most_saved_retries / 10},
      filled_{now},
      ceiling_{rate_}
{
}

void send_rate::refill(time_point now)
{
    const auto passed = std::max(0.0, seconds(now - filled_));
    filled_ = std::max(filled_, now);
    sent_recently_ *= std::exp(-passed);
    retry_tokens_ = std::min(most_saved_retries, retry_tokens_ + least_retries_a_second * passed);
    if (rate_ == 0)
        return;
    if (!is_slow() && now - slowed_ >= one_refusal)
        rate_ *= 1 + increase_a_second * std::min(passed, 10.0);
    if (params_.quota > 0)
        rate_ = std::min(rate_, static_cast<double>(params_.quota));
    tokens_ = std::min(tokens_ + rate_ * passed, std::max(1.0, rate_ * seconds(params_.burst)));
}

time_point send_rate::take(std::size_t first_attempts, std::size_t retries, time_point now)
{
    refill(now);
    const auto count = static_cast<double>(first_attempts + retries);
    sent_recently_ += count;
    retry_tokens_ = std::min(most_saved_retries, retry_tokens_ + params_.retry_percent / 100.0 * static_cast<double>(first_attempts));
    retry_tokens_ = std::max(retry_tokens_ - static_cast<double>(retries), -most_owed_retries);
    if (rate_ == 0)
        return now;
    // The bucket may be overdrawn by one call, however large: who comes next waits for it.
    const auto wait = tokens_ > 0 ? 0.0 : -tokens_ / rate_;
    tokens_ -= count;
    return now + std::chrono::duration_cast<time_point::duration>(std::chrono::duration<double>{wait});
}

void send_rate::give_back(std::size_t first_attempts, std::size_t retries) noexcept
{
    retry_tokens_ += static_cast<double>(retries) - params_.retry_percent / 100.0 * static_cast<double>(first_attempts);
    tokens_ += static_cast<double>(first_attempts + retries);
}

void send_rate::report_retried(std::size_t accepted) noexcept
{
    retry_tokens_ = std::min(most_saved_retries, retry_tokens_ + static_cast<double>(accepted));
}

bool send_rate::allows_retries(std::size_t retries, time_point now)
{
    refill(now);
    return retries == 0 || retry_tokens_ > 0;
}

void send_rate::report_throttled(time_point now)
{
    refill(now);
    if (now - slowed_ < one_refusal && slowed_ != time_point{})
        return;
    slowed_ = now;
    const auto before = rate_ > 0 ? rate_ : std::max(sent_recently_, least_rate);
    ceiling_ = before;
    rate_ = std::max(before * decrease, least_rate);
    if (params_.quota > 0)
        rate_ = std::min(rate_, static_cast<double>(params_.quota));
    tokens_ = std::min(tokens_, 0.0);
}

void send_rate::report_answered(std::size_t destinations, std::chrono::nanoseconds latency, time_point now)
{
    refill(now);
    // Small calls are quicker than large ones: compared are those of about one size.
    largest_ = std::max(largest_, destinations);
    if (destinations == 0 || destinations * 2 < largest_)
        return;
    const auto took = std::chrono::duration<double>{latency}.count();
    latency_ = latency_ == 0 ? took : 0.9 * latency_ + 0.1 * took;
    quickest_ = quickest_ == 0 ? took : std::min(quickest_ * 1.001, latency_);
    if (rate_ == 0 || !is_slow() || now - slowed_ < one_refusal)
        return;
    slowed_ = now;
    rate_ = std::min(rate_, std::max({rate_ * decrease_when_slow, ceiling_ / 2, least_rate}));
}

bool send_rate::is_slow() const noexcept
{
    return quickest_ > 0 && latency_ > slow_factor * quickest_;
}

}  // namespace loa
