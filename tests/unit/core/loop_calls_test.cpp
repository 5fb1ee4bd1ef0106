#include "gateway/core/loop_calls.hpp"
#include "gateway/core/with_deadline.hpp"
#include "tests/support/catch.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <stdexcept>
#include <thread>

using namespace loa;
using namespace std::chrono_literals;

namespace {

task<int> after(std::chrono::milliseconds delay)
{
    timer pause{co_await boost::asio::this_coro::executor, delay};
    co_await pause.async_wait(use_task);
    co_return 7;
}

task<int> failing()
{
    throw std::runtime_error{"no"};
    co_return 0;
}

/// A loop with a thread of its own.
struct running_loop {
    boost::asio::io_context loop;
    boost::asio::executor_work_guard<executor> stays{loop.get_executor()};
    std::thread thread{[this] { loop.run(); }};
    ~running_loop()
    {
        loop.stop();
        thread.join();
    }
};

time_point in(std::chrono::seconds time)
{
    return std::chrono::steady_clock::now() + time;
}

}  // namespace

TEST_CASE("a thread gets what is done on a loop, or what is thrown there", "[loop_calls]")
{
    running_loop on;
    loop_calls calls{on.loop};
    CHECK(calls.wait(after(1ms), in(10s)) == 7);
    CHECK_THROWS_AS(calls.wait(failing(), in(10s)), std::runtime_error);
}

TEST_CASE("nobody waits for what is late, nor for anything once it is stopped", "[loop_calls]")
{
    running_loop on;
    loop_calls calls{on.loop};
    CHECK_FALSE(calls.wait(after(20s), in(0s)));

    const auto begun = std::chrono::steady_clock::now();
    std::thread stopping{[&] {
        std::this_thread::sleep_for(100ms);
        calls.stop();
    }};
    CHECK_FALSE(calls.wait(after(20s), in(20s)));
    stopping.join();
    CHECK_FALSE(calls.wait(after(20s), in(20s)));
    CHECK(std::chrono::steady_clock::now() - begun < 10s);
}
