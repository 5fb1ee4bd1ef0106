#include "gateway/api/handler_pool.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_desk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <future>
#include <thread>

namespace asio = boost::asio;
using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

std::function<std::unique_ptr<desk>()> opens(scripted_store& in)
{
    return [&in] { return std::make_unique<scripted_desk>(in); };
}

}  // namespace

TEST_CASE("a thread opens its desk when somebody needs it, and again after the store failed", "[pool]")
{
    asio::io_context loop;
    scripted_store store;
    handler_pool pool{loop, 1, 8, opens(store)};
    CHECK(run(loop, pool.run([](thread_desk&) {})));
    CHECK(store.opened == 0);
    CHECK(run(loop, pool.run([](thread_desk& at) { at.users(); })));
    CHECK(run(loop, pool.run([](thread_desk& at) { at.users(); })));
    CHECK(store.opened == 1);
    CHECK(run(loop, pool.run([](thread_desk& at) { at.forget(); })));
    CHECK(run(loop, pool.run([](thread_desk& at) { at.users(); })));
    CHECK(store.opened == 2);
}

TEST_CASE("whoever comes when too many are waiting is told so at once", "[pool]")
{
    asio::io_context loop;
    scripted_store store;
    std::promise<void> begun, go_on;
    auto waits = go_on.get_future().share();
    std::atomic<int> done = 0;
    handler_pool pool{loop, 1, 2, opens(store)};
    const auto slow = [&](thread_desk&) {
        waits.wait_for(10s);
        ++done;
    };
    asio::co_spawn(
        loop,
        pool.run([&](thread_desk& at) {
            begun.set_value();
            slow(at);
        }),
        asio::detached
    );
    loop.poll();
    REQUIRE(begun.get_future().wait_for(10s) == std::future_status::ready);
    for (int i = 0; i != 2; ++i) asio::co_spawn(loop, pool.run(slow), asio::detached);
    loop.poll();
    const auto load = pool.load();
    CHECK((load.all == 1 && load.busy == 1));
    CHECK((load.waiting == 2 && load.most_waiting == 2));

    CHECK_FALSE(run(loop, pool.run(slow)));
    go_on.set_value();
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (done != 3 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(1ms);
    CHECK(done == 3);
    CHECK(run(loop, pool.run([](thread_desk&) {})));
}

TEST_CASE("what is under way is finished when the pool ends, what waits is dropped", "[pool]")
{
    asio::io_context loop;
    scripted_store store;
    std::promise<void> begun;
    std::atomic<int> done = 0;
    {
        handler_pool pool{loop, 1, 8, opens(store)};
        asio::co_spawn(
            loop,
            pool.run([&](thread_desk&) {
                begun.set_value();
                std::this_thread::sleep_for(1s);  // a busy machine gets to the end of the pool by then
                ++done;
            }),
            asio::detached
        );
        asio::co_spawn(loop, pool.run([&](thread_desk&) { ++done; }), asio::detached);
        loop.poll();
        begun.get_future().wait_for(10s);
    }
    CHECK(done == 1);
}
