#include "gateway/pipeline/call_slots.hpp"

namespace loa {

task<call_slots::place> call_slots::take(urgency how)
{
    if (free_ != 0) {
        --free_;
        co_return place{*this};
    }
    waiter me{on_};
    auto& queue = waiting_[static_cast<std::size_t>(how)];
    const auto at = queue.insert(queue.end(), &me);
    try {
        while (!me.served)
            co_await me.turn.wait_until(time_point::max());
    } catch (...) {
        if (me.served)
            give_back();
        else
            queue.erase(at);
        throw;
    }
    co_return place{*this};
}

bool call_slots::is_wanted(urgency how) const noexcept
{
    for (std::size_t level = 0; level <= static_cast<std::size_t>(how); ++level)
        if (!waiting_[level].empty())
            return true;
    return false;
}

void call_slots::give_back() noexcept
{
    for (auto& queue : waiting_) {
        if (queue.empty())
            continue;
        auto* next = queue.front();
        queue.pop_front();
        next->served = true;  // the place passes on without ever being free
        next->turn.notify();
        return;
    }
    ++free_;
}

}  // namespace loa
