#pragma once
/// \file
/// Runs a coroutine to completion inside a test.

#include "gateway/core/task.hpp"
#include "tests/support/catch.hpp"

#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace loa::testing {

/// Fails the test, instead of hanging, if `op` is not done within `limit` of wall time.
template <class T>
T run(boost::asio::io_context& context, task<T> op, std::chrono::seconds limit = std::chrono::seconds{10})
{
    std::optional<T> value;
    std::exception_ptr error;
    bool done = false;
    boost::asio::co_spawn(context, std::move(op), [&](std::exception_ptr e, T v) {
        error = e;
        value.emplace(std::move(v));
        done = true;
    });
    context.restart();
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!done && context.run_one_until(until) != 0) {
    }
    REQUIRE(done);
    if (error)
        std::rethrow_exception(error);
    return std::move(*value);
}

inline void run(boost::asio::io_context& context, task<void> op, std::chrono::seconds limit = std::chrono::seconds{10})
{
    std::exception_ptr error;
    bool done = false;
    boost::asio::co_spawn(context, std::move(op), [&](std::exception_ptr e) {
        error = e;
        done = true;
    });
    context.restart();
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!done && context.run_one_until(until) != 0) {
    }
    REQUIRE(done);
    if (error)
        std::rethrow_exception(error);
}

}  // namespace loa::testing
