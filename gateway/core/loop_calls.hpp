#pragma once
/// \file
/// How a thread that runs no loop waits for what is done on one.

#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <optional>
#include <utility>

namespace loa {

/// Thread-safe; only the loop's own thread must not wait here, as it would wait for itself. The loop must
/// outlive it.
class loop_calls {
public:
    explicit loop_calls(boost::asio::io_context& loop) : loop_{loop} {}

    /// Nothing: stopped, or not over in time. The task then goes on for as long as the loop does, so it owns
    /// what it uses. Throws what the task throws.
    template <class T>
    std::optional<T> wait(task<T> what, time_point until)
    {
        constexpr std::chrono::milliseconds step{50};
        auto ended = boost::asio::co_spawn(loop_, std::move(what), boost::asio::use_future);
        while (!is_stopping_ && std::chrono::steady_clock::now() < until)
            if (ended.wait_for(step) == std::future_status::ready)
                return ended.get();
        return std::nullopt;
    }

    /// Nobody waits any more, now and from now on.
    void stop() noexcept { is_stopping_ = true; }

private:
    boost::asio::io_context& loop_;
    std::atomic<bool> is_stopping_ = false;
};

}  // namespace loa
