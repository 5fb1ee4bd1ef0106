#pragma once
/// \file
/// Coroutines that are started together and waited for: none is ever left behind.

#include "gateway/core/task.hpp"
#include "gateway/core/wake_up.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <list>

namespace loa {

/// Must outlive its tasks: join() before it goes.
class task_group {
public:
    explicit task_group(const executor& on) : on_{on}, changed_{on} {}
    task_group(const task_group&) = delete;
    task_group& operator=(const task_group&) = delete;

    /// Starts the task on the group's executor. What it throws is kept for join(), except operation_aborted.
    void spawn(task<> what);

    std::size_t size() const noexcept { return running_.size(); }

    /// Asks every task to unwind.
    void cancel();

    /// Until all have ended, then rethrows the first thing that one of them threw. Being cancelled itself, it cancels the tasks, waits
    /// for them all the same, and then throws operation_aborted.
    task<> join();

private:
    executor on_;
    wake_up changed_;
    std::list<boost::asio::cancellation_signal> running_;
    std::exception_ptr error_;
};

}  // namespace loa
