#include "gateway/core/with_deadline.hpp"

#include "tests/support/run.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <stdexcept>

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace loa;
using loa::testing::run;

namespace {

time_point in(std::chrono::milliseconds delay)
{
    return std::chrono::steady_clock::now() + delay;
}

task<result<int>> answer_after(std::chrono::milliseconds delay)
{
    timer wait{co_await asio::this_coro::executor, delay};
    co_await wait.async_wait(use_task);
    co_return 42;
}

task<result<int>> throw_after(std::chrono::milliseconds delay)
{
    timer wait{co_await asio::this_coro::executor, delay};
    co_await wait.async_wait(use_task);
    throw std::runtime_error{"boom"};
}

}  // namespace

TEST_CASE("an operation has until its deadline and no longer", "[time]")
{
    asio::io_context context{1};
    CHECK(run(context, with_deadline(answer_after(1ms), in(5s))).value() == 42);
    CHECK(run(context, with_deadline(answer_after(5s), in(1ms))).error() == errc::deadline_exceeded);
    CHECK_THROWS_AS(run(context, with_deadline(throw_after(1ms), in(5s))), std::runtime_error);
}

TEST_CASE("cancelling the caller cancels the operation", "[time]")
{
    asio::io_context context{1};
    asio::cancellation_signal signal;
    std::exception_ptr error;
    asio::co_spawn(
        context, with_deadline(answer_after(5s), in(5s)),
        asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e, const result<int>&) { error = e; })
    );
    asio::post(context, [&] { signal.emit(asio::cancellation_type::terminal); });
    context.run_for(2s);
    REQUIRE(error);
    CHECK_THROWS_AS(std::rethrow_exception(error), boost::system::system_error);
}
