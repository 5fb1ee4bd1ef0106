#include "tests/integration/queue/redis_fixture.hpp"

#include <algorithm>
#include <set>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

class a_redis : public loop {
public:
    redis_server redis;
    redis_params params = quick(redis.unix_url());

    std::string add(const std::string& payload)
    {
        return redis.run({"XADD", "loa:bulletins", "*", "bulletin", payload});
    }
    std::string pending() { return redis.run({"XPENDING", "loa:bulletins", "loa"}); }
    std::string length(const std::string& stream = "loa:bulletins") { return redis.run({"XLEN", stream}); }
};

}  // namespace

TEST_CASE_METHOD(
    a_redis, "what was published before anybody listened is taken, and is gone once acknowledged", "[inbox]"
)
{
    const auto id = add("{\"a\":1}");
    const auto inbox = inbox_of(params);
    const auto got = take(*inbox);
    REQUIRE(got.size() == 1);
    CHECK(got[0].id == id);
    CHECK(got[0].payload == "{\"a\":1}");
    CHECK(length() == "1");  // still there until the ledger has it
    CHECK(acknowledge(*inbox, {id}).has_value());
    CHECK(length() == "0");
    CHECK(pending().starts_with("[0,"));
}

TEST_CASE_METHOD(
    a_redis, "an entry comes even if it holds no bulletin, or one larger than any bulletin may be", "[inbox]"
)
{
    const auto inbox = inbox_of(params);
    redis.run({"XADD", "loa:bulletins", "*", "json", "{}"});
    redis.run({"XADD", "loa:bulletins", "*", "a", "1", "b", "2"});
    add(std::string(3 << 20, 'x'));
    const auto got = take(*inbox, 3);
    CHECK(got[0].payload == "{}");
    CHECK(got[1].payload.empty());
    CHECK(got[2].payload.size() == 3 << 20);
}

TEST_CASE_METHOD(a_redis, "an entry too large to be read does not stop those behind it", "[inbox]")
{
    add("before");
    const auto huge = add(std::string(17 << 20, 'x'));
    add("behind");
    const auto inbox = inbox_of(params);
    auto got = take(*inbox, 3);
    std::set<std::string> payloads;
    for (const auto& each : got) payloads.insert(each.payload);
    CHECK(
        payloads == std::set<std::string>{"before", "behind", "(not read: the entry is larger than 16 MiB)"}
    );
    CHECK(log.said(log_level::warn, "too large"));
    CHECK(acknowledge(*inbox, ids_of(got)).has_value());
    CHECK(nothing_comes(*inbox));
    CHECK(length() == "0");
}

TEST_CASE_METHOD(
    a_redis, "what was taken and not acknowledged comes again after a new start, and once", "[inbox]"
)
{
    for (int i = 0; i != 250; ++i) add(std::to_string(i));
    {
        const auto inbox = inbox_of(params);
        auto got = take(*inbox, 250);
        got.resize(50);
        CHECK(acknowledge(*inbox, ids_of(got)).has_value());
    }
    const auto inbox = inbox_of(params);
    const auto got = take(*inbox, 200);
    const auto ids = ids_of(got);
    CHECK(std::set(ids.begin(), ids.end()).size() == 200);
    CHECK(nothing_comes(*inbox));
    CHECK(acknowledge(*inbox, ids).has_value());
    CHECK(length() == "0");
}

TEST_CASE_METHOD(
    a_redis, "an entry in somebody's hands is not handed out again when the connection breaks", "[inbox]"
)
{
    const auto inbox = inbox_of(params);
    add("1");
    const auto first = take(*inbox);
    redis.run({"CLIENT", "KILL", "TYPE", "normal"});
    add("2");
    const auto second = take(*inbox);
    REQUIRE(second.size() == 1);
    CHECK(second[0].payload == "2");
    CHECK(nothing_comes(*inbox));
    CHECK(acknowledge(*inbox, {first[0].id}).has_value());
    redis.run({"CLIENT", "KILL", "TYPE", "normal"});
    CHECK(acknowledge(*inbox, {second[0].id}).has_value());  // a connection that broke while idle is no error
    CHECK(length() == "0");
}

TEST_CASE_METHOD(
    a_redis,
    "entries that a dead gateway left are claimed, however many, and deleted ones are passed over",
    "[inbox]"
)
{
    for (int i = 0; i != 250; ++i) add(std::to_string(i));
    {
        auto dead = params;
        dead.consumer = "loa-dead";
        const auto inbox = inbox_of(dead);
        const auto got = take(*inbox, 250);
        redis.run({"XDEL", "loa:bulletins", got[7].id});
    }
    auto alive = params;
    alive.consumer = "loa-alive";
    const auto inbox = inbox_of(alive);
    const auto got = take(*inbox, 249);
    const auto ids = ids_of(got);
    CHECK(std::set(ids.begin(), ids.end()).size() == 249);
    CHECK(acknowledge(*inbox, ids).has_value());
    CHECK(nothing_comes(*inbox));
    CHECK(pending().starts_with("[0,"));
    CHECK(length() == "0");
}

TEST_CASE_METHOD(a_redis, "a deleted entry that was left pending is forgotten", "[inbox]")
{
    const auto id = add("1");
    {
        const auto inbox = inbox_of(params);
        take(*inbox);
    }
    redis.run({"XDEL", "loa:bulletins", id});
    const auto inbox = inbox_of(params);
    CHECK(nothing_comes(*inbox));
    CHECK(pending().starts_with("[0,"));
}

TEST_CASE_METHOD(a_redis, "a flushed Redis costs nothing but what was not taken in", "[inbox]")
{
    const auto inbox = inbox_of(params);
    add("1");
    const auto first = take(*inbox);
    redis.run({"FLUSHALL"});
    CHECK(acknowledge(*inbox, ids_of(first)).has_value());
    add("2");
    add("3");
    const auto got = take(*inbox, 2);
    CHECK(got[0].payload == "2");
    CHECK(got[1].payload == "3");
    CHECK(acknowledge(*inbox, ids_of(got)).has_value());
    CHECK(length() == "0");
}

TEST_CASE_METHOD(a_redis, "a rejected entry is moved to where operators see it, with the reasons", "[inbox]")
{
    const auto inbox = inbox_of(params);
    const auto id = add("{broken");
    auto got = take(*inbox);
    problems reasons{{"", "not_json", "the text is not JSON"}};
    CHECK(run(context, inbox->reject(got[0], reasons)).has_value());
    CHECK(length() == "0");
    CHECK(pending().starts_with("[0,"));
    const auto rejected = redis.run({"XRANGE", "loa:bulletins:rejected", "-", "+"});
    CHECK(
        rejected.find(
            "entry, " + id + ", payload, {broken, reasons, [{\"field\":\"\",\"code\":\"not_json\""
        ) != std::string::npos
    );
    CHECK(rejected.find("at, 20") != std::string::npos);
    CHECK(nothing_comes(*inbox));
}

TEST_CASE_METHOD(
    a_redis, "while Redis has no memory for a rejected entry it comes again, and is moved later", "[inbox]"
)
{
    const auto inbox = inbox_of(params);
    add("{broken");
    auto got = take(*inbox);
    redis.run({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
    redis.run({"CONFIG", "SET", "maxmemory", "1"});
    for (int i = 0; i != 3; ++i) {
        CHECK(run(context, inbox->reject(got[0], {})).has_error());
        CHECK(length() == "1");
        got = take(*inbox);
        REQUIRE(got.size() == 1);
    }
    CHECK(log.said(log_level::error, "acknowledging bulletins in Redis fails"));
    redis.run({"CONFIG", "SET", "maxmemory", "0"});
    CHECK(run(context, inbox->reject(got[0], {})).has_value());
    CHECK(length() == "0");
    CHECK(length("loa:bulletins:rejected") == "1");
    CHECK(log.said(log_level::info, "acknowledging bulletins in Redis works again"));
    CHECK(nothing_comes(*inbox));
}

TEST_CASE_METHOD(
    a_redis, "an entry is not deleted when the place for rejected ones is something else", "[inbox]"
)
{
    redis.run({"SET", "loa:bulletins:rejected", "x"});
    const auto inbox = inbox_of(params);
    add("{broken");
    auto got = take(*inbox);
    CHECK(run(context, inbox->reject(got[0], {})).has_error());
    CHECK(length() == "1");
    CHECK(take(*inbox)[0].payload == "{broken");
}

TEST_CASE_METHOD(a_redis, "stopping ends a wait at once, and what came at that moment is not lost", "[inbox]")
{
    params.block = 30s;
    const auto inbox = inbox_of(params);
    const auto before = std::chrono::steady_clock::now();
    CHECK(nothing_comes(*inbox, 100ms));
    CHECK(std::chrono::steady_clock::now() - before < 1s);
    add("1");
    CHECK(take(*inbox)[0].payload == "1");
}

TEST_CASE_METHOD(a_redis, "publishing returns the id of the entry, and the state counts it", "[publisher]")
{
    redis_publisher publisher{context, params};
    auto state = run(context, publisher.state());
    REQUIRE(state.has_value());
    CHECK(state->entries == 0);
    CHECK(state->pending == 0);
    const auto id = run(context, publisher.publish("{}"));
    REQUIRE(id.has_value());
    run(context, publisher.publish("{}"));
    const auto inbox = inbox_of(params);
    CHECK(take(*inbox)[0].id == *id);
    run(context, inbox->reject({*id, "{}"}, {}));
    state = run(context, publisher.state());
    REQUIRE(state.has_value());
    CHECK(state->entries == 1);
    CHECK(state->pending == 1);
    CHECK(state->rejected == 1);
}

TEST_CASE_METHOD(a_redis, "publishing to a Redis that is not there says what, where and why", "[publisher]")
{
    redis.kill();
    redis_publisher publisher{context, params};
    const auto failed = run(context, publisher.publish("{}"));
    REQUIRE(failed.has_error());
    const auto socket = params.url.substr(7);
    CHECK(failed.error().code == "redis_unreachable");
    CHECK(failed.error().text.starts_with("Redis at " + socket + ": cannot connect: "));
    redis.start();
    CHECK(run(context, publisher.publish("{}")).has_value());
}
