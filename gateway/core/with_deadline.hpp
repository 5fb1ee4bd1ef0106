#pragma once
/// \file
/// Time limit for a coroutine. Boost 1.81 has no asio::cancel_after (that is 1.86).

#include "gateway/core/error.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/wait_traits.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <utility>

namespace loa {

/// A timer on our executor.
using timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, executor>;

/// Runs `op` until it finishes or `deadline` passes, whichever is first.
///
/// Returns errc::deadline_exceeded on timeout, after `op` has wound down: nothing started by `op` is still running when this
/// returns. Rethrows what `op` throws. Cancelling the caller cancels `op`. T must be default-constructible (a co_spawn
/// requirement).
///
/// Prefer this to `op || timer`: operator|| waits for the first *success*, so an `op` that throws is silently turned into a
/// timeout.
template <class T>
task<result<T>> with_deadline(task<result<T>> op, time_point deadline)
{
    namespace asio = boost::asio;

    const auto here = co_await asio::this_coro::executor;
    timer alarm{here, deadline};

    auto race = asio::experimental::make_parallel_group(
        asio::co_spawn(here, std::move(op), asio::deferred), alarm.async_wait(asio::deferred)
    );

    auto [order, error, value, alarm_error] = co_await race.async_wait(asio::experimental::wait_for_one(), use_task);

    // Cancellation always unwinds, even if `op` reported it as a value.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error{asio::error::operation_aborted};

    // Timed out: the timer expired, it was not aborted along with `op` from outside.
    // A value that arrived in the same instant is kept rather than thrown away.
    const bool timed_out = order[0] == 1 && !alarm_error;
    if (timed_out && (error || !value))
        co_return errc::deadline_exceeded;
    if (error)
        std::rethrow_exception(error);
    co_return std::move(value);
}

}  // namespace loa
