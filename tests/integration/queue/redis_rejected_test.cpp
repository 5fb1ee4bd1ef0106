// What was rejected, on a real Redis: listed, published once more, deleted.

#include "queue/redis_rejected.hpp"
#include "tests/integration/queue/redis_fixture.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <csignal>
#include <thread>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

template <class T>
T good(rejected_intake::answer<T> from)
{
    REQUIRE(from.has_value());
    return std::move(*from);
}

struct desk_of_rejected : loop {
    redis_server redis;
    std::unique_ptr<inbox> from = inbox_of(quick(redis.unix_url()));
    std::unique_ptr<rejected_intake> rejected = make_redis_rejected(quick(redis.unix_url()));

    /// As the portal publishes it and intake turns it down. Returns the inbox's id.
    std::string turn_down(const std::string& payload)
    {
        redis.run({"XADD", "loa:bulletins", "*", "bulletin", payload});
        auto entry = take(*from, 1).at(0);
        problems why{{"title", "missing", "is missing"}, {"url", "host_not_allowed", "must be one of ours"}};
        const auto id = entry.id;
        REQUIRE(run(context, from->reject(std::move(entry), std::move(why))).has_value());
        return id;
    }
    rejected_page all(std::size_t most = 50) { return good(rejected->list({}, most)); }
};

}  // namespace

TEST_CASE_METHOD(
    desk_of_rejected, "what was turned down is listed, the latest first, with every reason", "[rejected]"
)
{
    CHECK(all().entries.empty());
    const auto first = turn_down("{\"id\":\"1\"}");
    turn_down("no JSON \xff");
    const auto page = all();
    REQUIRE(page.entries.size() == 2);
    CHECK(page.total == 2);
    CHECK_FALSE(page.has_more);
    CHECK(page.entries[0].payload == "no JSON \xff");
    CHECK(page.entries[1].entry == first);
    CHECK(
        page.entries[1].reasons ==
        problems{{"title", "missing", "is missing"}, {"url", "host_not_allowed", "must be one of ours"}}
    );
    CHECK(std::chrono::system_clock::now() - page.entries[0].at < 1min);
    CHECK(good(rejected->find(page.entries[1].id))->payload == "{\"id\":\"1\"}");
    CHECK_FALSE(good(rejected->find("1-1")).has_value());
}

TEST_CASE_METHOD(
    desk_of_rejected, "pages follow one another without a gap, small ones of large entries", "[rejected]"
)
{
    for (int i = 0; i != 5; ++i) turn_down("small " + std::to_string(i));
    std::vector<std::string> seen;
    std::optional<std::string> before;
    for (bool has_more = true; has_more;) {
        auto page = good(rejected->list(before, 2));
        for (const auto& each : page.entries) seen.push_back(each.payload);
        has_more = page.has_more;
        before = page.entries.back().id;
    }
    CHECK(seen == std::vector<std::string>{"small 4", "small 3", "small 2", "small 1", "small 0"});

    for (int i = 0; i != 4; ++i) turn_down(std::string(5 << 20, 'x'));
    const auto page = all();
    CHECK(page.entries.size() == 2);  // 10 MB: no more of it than that at once
    CHECK(page.has_more);
    CHECK(page.total == 9);
}

TEST_CASE_METHOD(
    desk_of_rejected, "what is published once more comes to the gateway and is off the list", "[rejected]"
)
{
    turn_down("{\"id\":\"1\"}");
    const auto id = all().entries.at(0).id;
    const auto entry = good(rejected->resubmit(id, "{\"id\":\"1\",\"title\":\"A\"}"));
    REQUIRE(entry.has_value());
    const auto came = take(*from, 1).at(0);
    CHECK(came.id == *entry);
    CHECK(came.payload == "{\"id\":\"1\",\"title\":\"A\"}");
    CHECK(all().total == 0);
    // Once: the second of two people changes nothing.
    CHECK_FALSE(good(rejected->resubmit(id, "{}")).has_value());
    CHECK(nothing_comes(*from, 400ms));
}

TEST_CASE_METHOD(desk_of_rejected, "what is deleted is gone, once", "[rejected]")
{
    turn_down("{}");
    const auto id = all().entries.at(0).id;
    CHECK(good(rejected->remove(id)));
    CHECK_FALSE(good(rejected->remove(id)));
    CHECK(all().entries.empty());
}

TEST_CASE_METHOD(
    desk_of_rejected,
    "entries that somebody else wrote there are shown as far as they can be read",
    "[rejected]"
)
{
    redis.run(
        {"XADD",
         "loa:bulletins:rejected",
         "5-1",
         "payload",
         "{}",
         "reasons",
         "[[1,{}],{\"code\":7}",
         "at",
         "noon"}
    );
    redis.run({"XADD", "loa:bulletins:rejected", "6-1", "a", "b"});
    const auto page = all();
    REQUIRE(page.entries.size() == 2);
    CHECK(page.entries[0].payload.empty());
    CHECK(page.entries[1].payload == "{}");
    CHECK(page.entries[1].reasons.empty());
    CHECK(page.entries[1].at == wall_time{5ms});
}

TEST_CASE_METHOD(
    desk_of_rejected,
    "a Redis that hangs is told of within seconds, to any number of callers, and works again after",
    "[rejected]"
)
{
    turn_down("{}");
    ::kill(redis.pid(), SIGSTOP);
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> callers;
    std::vector<std::string> codes(6);
    for (auto& code : codes)
        callers.emplace_back([&] {
            const auto got = rejected->list({}, 1);
            code = got ? "answered" : got.error().code;
        });
    for (auto& each : callers) each.join();
    ::kill(redis.pid(), SIGCONT);
    CHECK(std::chrono::steady_clock::now() - start < 6s);
    CHECK(std::ranges::count(codes, "redis_unreachable") >= 2);
    CHECK(std::ranges::count(codes, "answered") == 0);
    CHECK(all().total == 1);
    redis.kill();
    CHECK(contains(rejected->remove("1-1").error().text, "redis.sock"));
}
