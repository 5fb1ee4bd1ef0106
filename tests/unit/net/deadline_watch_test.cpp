#include "adapters/net/deadline_watch.hpp"
#include "gateway/core/with_deadline.hpp"
#include "tests/support/catch.hpp"

#include <thread>

using boost::asio::ip::tcp;
using loa::deadline_watch;
using namespace std::chrono_literals;

namespace {

loa::time_point in(std::chrono::milliseconds time)
{
    return std::chrono::steady_clock::now() + time;
}

struct watched {
    boost::asio::io_context context;
    std::optional<deadline_watch> watch{std::in_place, context.get_executor()};

    loa::tcp_socket open() { return {context.get_executor(), tcp::v4()}; }
};

}  // namespace

TEST_CASE_METHOD(
    watched, "each socket is closed at its own deadline, in whatever order they were given", "[net]"
)
{
    auto late = open(), early = open(), kept = open();
    const deadline_watch::limit one{*watch, late, in(120ms)};
    const deadline_watch::limit two{*watch, early, in(40ms)};
    {
        const deadline_watch::limit three{*watch, kept, in(20ms)};
    }
    context.run_for(80ms);
    CHECK(two.passed());
    CHECK_FALSE(early.is_open());
    CHECK_FALSE(one.passed());
    CHECK(late.is_open());
    context.run_for(100ms);
    CHECK(one.passed());
    CHECK_FALSE(late.is_open());
    CHECK(kept.is_open());
}

TEST_CASE_METHOD(watched, "a deadline that has passed already closes the socket at once", "[net]")
{
    auto socket = open();
    const deadline_watch::limit limit{*watch, socket, in(-1s)};
    context.poll();
    CHECK(limit.passed());
    CHECK_FALSE(socket.is_open());
}

TEST_CASE_METHOD(watched, "a loop whose limits have all been kept ends at once", "[net]")
{
    auto socket = open();
    for (int i = 0; i != 3; ++i) {
        const deadline_watch::limit limit{*watch, socket, in(10s)};
    }
    const auto started = std::chrono::steady_clock::now();
    context.run();
    CHECK(std::chrono::steady_clock::now() - started < 2s);
    CHECK(socket.is_open());
}

TEST_CASE_METHOD(
    watched, "an alarm that rings when its limit, or the whole watch, has just gone closes nothing", "[net]"
)
{
    auto socket = open();
    const bool watch_goes = GENERATE(false, true);
    std::optional<deadline_watch::limit> limit;
    limit.emplace(*watch, socket, in(10ms));
    loa::timer same{context.get_executor(), in(5ms)};
    same.async_wait([&](const boost::system::error_code&) {
        limit.reset();
        if (watch_goes)
            watch.reset();
    });
    std::this_thread::sleep_for(20ms);  // both are due in one turn of the loop
    context.run();
    CHECK(socket.is_open());
}
