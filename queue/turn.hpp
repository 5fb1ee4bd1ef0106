#pragma once
/// \file
/// One at a time, in the order in which they came: a queue of coroutines on one loop.

#include "gateway/core/task.hpp"
#include "gateway/core/with_deadline.hpp"

#include <algorithm>
#include <deque>

namespace loa {

/// A place in a queue, taken when constructed and left when destroyed. The queue must outlive it.
class turn {
public:
    using queue = std::deque<turn*>;

    turn(queue& line, const executor& on) : line_{line}, woken_{on, time_point::max()}
    {
        line_.push_back(this);
    }

    ~turn()
    {
        const bool first = line_.front() == this;
        line_.erase(std::find(line_.begin(), line_.end(), this));
        if (first && !line_.empty())
            line_.front()->woken_.cancel();
    }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;

    /// Waits until everybody who came before is gone. Throws operation_aborted when cancelled.
    task<> come()
    {
        while (line_.front() != this) {
            co_await woken_.async_wait(as_result);  // ends with an error: that is how we are woken
            const auto state = co_await boost::asio::this_coro::cancellation_state;
            if (state.cancelled() != boost::asio::cancellation_type::none)
                throw boost::system::system_error{boost::asio::error::operation_aborted};
        }
    }

private:
    queue& line_;
    timer woken_;
};

}  // namespace loa
