#include "gateway/core/channel_gate.hpp"

#include <algorithm>

namespace loa {

channel_gate::passage channel_gate::ask(time_point now) const noexcept
{
    if (probing_ || now < closed_until_)
        return passage::closed;
    return outages_ == 0 ? passage::open : passage::probe;
}

bool channel_gate::report(std::span<const outcome> outcomes, time_point now, bool was_probe)
{
    bool reached = false;
    const outcome* slow_down = nullptr;
    const outcome* outage = nullptr;
    for (const auto& each : outcomes) {
        switch (each.what) {
            case outcome_class::throttled:
                if (!slow_down || each.retry_after.value_or(params_.throttle_default) > slow_down->retry_after.value_or(params_.throttle_default))
                    slow_down = &each;
                break;
            case outcome_class::unauthorized:
            case outcome_class::unavailable: outage = &each; break;
            case outcome_class::unknown: break;  // says nothing about the next call
            default: reached = true; break;
        }
    }
    if (was_probe)
        probing_ = false;

    if (slow_down) {
        const bool news = !throttled_ && outages_ == 0;
        throttled_ = true;
        outages_ = 0;  // somebody is there
        closed_until_ = std::max(closed_until_, now + slow_down->retry_after.value_or(params_.throttle_default));
        why_ = slow_down->cause;
        return news;
    }
    if (outage && !reached) {
        // Calls that were under way together fail together: they are one outage.
        if (outages_ != 0 && !was_probe)
            return false;
        const auto doublings = std::min<std::uint32_t>(outages_, 20);
        const auto pause = std::min(params_.probe_first * (std::int64_t{1} << doublings), params_.probe_most);
        closed_until_ = std::max(closed_until_, now + pause);  // a wish of the remote side that is still running holds
        ++outages_;
        why_ = outage->cause;
        return outages_ == 1;
    }
    // The success of a call from before the trouble says nothing.
    const bool is_news = outages_ != 0 ? was_probe : throttled_ && now >= closed_until_;
    if (reached && is_news) {
        outages_ = 0;
        throttled_ = false;
        why_.clear();
        return true;
    }
    return false;
}

}  // namespace loa
