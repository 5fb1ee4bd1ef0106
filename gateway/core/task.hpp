#pragma once
/// \file
/// The coroutine type of the whole program.
///
/// Everything runs on an io_context, so coroutines and sockets carry its executor by type instead of `any_io_executor`.
/// House rule (g++ 12 destroys such temporaries twice): never make an aggregate with braces or a capturing lambda inside a
/// `co_await` expression, and never a `co_await` in the condition of an `if` or `while` (it runs into nowhere): name it first. Coroutines are named functions that take values, never `&&`, never captures.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace loa {

using executor = boost::asio::io_context::executor_type;

template <class T = void>
using task = boost::asio::awaitable<T, executor>;

/// Completion token: throw boost::system::system_error on failure.
inline constexpr boost::asio::use_awaitable_t<executor> use_task{};

/// Completion token: return (error_code, ...) as a tuple.
inline constexpr auto as_result = boost::asio::as_tuple(use_task);

}  // namespace loa
