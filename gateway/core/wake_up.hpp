#pragma once
/// \file
/// Lets one coroutine tell others that there is something to do.

#include "gateway/core/with_deadline.hpp"

namespace loa {

/// A remembered nudge: notify() before wait() is not lost. One coroutine waits; any may notify, on the same loop.
class wake_up {
public:
    explicit wake_up(const executor& on) : timer_{on} {}

    void notify()
    {
        pending_ = true;
        timer_.cancel();
    }

    /// Until notified, or the time has come.
    task<> wait_until(time_point when)
    {
        if (!pending_) {
            timer_.expires_at(when);
            co_await timer_.async_wait(as_result);
            const auto state = co_await boost::asio::this_coro::cancellation_state;
            if (state.cancelled() != boost::asio::cancellation_type::none)
                throw boost::system::system_error{boost::asio::error::operation_aborted};
        }
        pending_ = false;
    }
    task<> wait_for(std::chrono::milliseconds delay) { return wait_until(std::chrono::steady_clock::now() + delay); }

private:
    timer timer_;
    bool pending_ = false;
};

}  // namespace loa
