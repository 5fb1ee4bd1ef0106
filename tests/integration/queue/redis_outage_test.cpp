#include "tests/integration/queue/redis_fixture.hpp"

#include <boost/asio/co_spawn.hpp>

#include <map>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

redis_server_params durable()
{
    redis_server_params out;
    out.settings = {{"appendonly", "yes"}, {"appendfsync", "always"}};
    return out;
}

class a_durable_redis : public loop {
public:
    redis_server redis{durable()};
    redis_params params = quick(redis.unix_url());
};

/// Takes and acknowledges until `count` distinct payloads came; counts how often each did.
task<> take_all(inbox& from, std::size_t count, std::map<std::string, int>& seen)
{
    while (seen.size() < count) {
        auto got = co_await from.take();
        std::vector<std::string> ids;
        for (auto& each : got) {
            ++seen[each.payload];
            ids.push_back(std::move(each.id));
        }
        // An error means: later. The inbox remembers.
        co_await from.acknowledge(std::move(ids));
    }
}

}  // namespace

TEST_CASE_METHOD(
    a_durable_redis,
    "nothing is lost and nothing comes twice over 10,000 entries when Redis is killed in the middle",
    "[inbox]"
)
{
    constexpr std::size_t count = 10'000;
    const auto publish = "for i=1," + std::to_string(count) +
                         " do redis.call('XADD', 'loa:bulletins', '*', 'bulletin', i) end";
    REQUIRE(redis.run({"EVAL", publish, "0"}) == "nil");
    std::map<std::string, int> seen;
    const auto inbox = inbox_of(params);
    std::exception_ptr error;
    bool done = false;
    boost::asio::co_spawn(context, take_all(*inbox, count, seen), [&](std::exception_ptr e) {
        error = e;
        done = true;
    });
    int kills = 0;
    const auto until = in(50s);
    while (!done && std::chrono::steady_clock::now() < until) {
        context.run_one_until(until);
        if (kills < 3 && seen.size() > count / 4 * static_cast<std::size_t>(kills + 1)) {
            redis.kill();
            ++kills;
            context.run_for(50ms);
            redis.start();
        }
    }
    REQUIRE(done);
    REQUIRE(!error);
    CHECK(kills == 3);
    CHECK(seen.size() == count);
    int twice = 0;
    for (const auto& [payload, times] : seen) twice += times != 1;
    CHECK(twice == 0);
    CHECK(nothing_comes(*inbox));  // and what was owed has been acknowledged
    CHECK(redis.run({"XLEN", "loa:bulletins"}) == "0");
    CHECK(redis.run({"XPENDING", "loa:bulletins", "loa"}).starts_with("[0,"));
}

TEST_CASE_METHOD(a_durable_redis, "an outage is told once when it begins and once when it is over", "[inbox]")
{
    const auto inbox = inbox_of(params);
    redis.run({"XADD", "loa:bulletins", "*", "bulletin", "1"});
    auto got = take(*inbox);
    redis.kill();
    CHECK(nothing_comes(*inbox));
    CHECK(acknowledge(*inbox, ids_of(got)).has_error());
    redis.start();
    redis.run({"XADD", "loa:bulletins", "*", "bulletin", "2"});
    got = take(*inbox);
    REQUIRE(got.size() == 1);
    CHECK(got[0].payload == "2");
    CHECK(
        redis.run({"XLEN", "loa:bulletins"}) == "1"
    );  // the first was acknowledged as soon as that was possible
    int began = 0, ended = 0;
    for (const auto& line : log.lines()) {
        began += line.message.starts_with("reading bulletins from Redis fails") ? 1 : 0;
        ended += line.message == "reading bulletins from Redis works again" ? 1 : 0;
    }
    CHECK(began >= 1);
    CHECK(began <= 3);  // once for each reason: connection lost, refused
    CHECK(ended == 1);
}

TEST_CASE_METHOD(a_durable_redis, "a gateway that starts before its Redis waits for it", "[inbox]")
{
    redis.kill();
    const auto inbox = inbox_of(params);
    CHECK(nothing_comes(*inbox, 200ms));
    redis.start();
    redis.run({"XADD", "loa:bulletins", "*", "bulletin", "1"});
    CHECK(take(*inbox)[0].payload == "1");
}

TEST_CASE_METHOD(
    a_durable_redis, "a Redis replaced by a new one is read from the start of its stream", "[inbox]"
)
{
    const auto inbox = inbox_of(params);
    redis.run({"XADD", "loa:bulletins", "*", "bulletin", "1"});
    CHECK(take(*inbox)[0].payload == "1");
    redis.run({"DEL", "loa:bulletins"});
    redis.kill();
    redis.start();
    redis.run({"XADD", "loa:bulletins", "1-1", "bulletin", "2"});
    CHECK(take(*inbox)[0].payload == "2");
}
