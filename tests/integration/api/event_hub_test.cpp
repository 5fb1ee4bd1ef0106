// Live events over the real ledger.

#include "gateway/api/event_hub.hpp"

#include "gateway/core/ledger_desk.hpp"
#include "gateway/ledger/sqlite_desk.hpp"
#include "tests/integration/ledger/ledger_stage.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/run.hpp"

#include <boost/json/parse.hpp>

#include <atomic>
#include <charconv>
#include <string>
#include <thread>

using namespace loa;
using namespace loa::testing;

namespace {

std::size_t count(const std::string& text, const std::string& what)
{
    std::size_t out = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++out;
    return out;
}

std::uint64_t last_id(const std::string& events)
{
    const auto at = events.rfind("id: ");
    std::uint64_t out = 0;
    std::from_chars(events.data() + at + 4, events.data() + events.size(), out);
    return out;
}

struct watched_ledger : ledger_stage {
    boost::asio::io_context api;
    recorded_log notes;
    channel_board board;

    std::unique_ptr<event_hub> hub(event_hub_params how = {})
    {
        return std::make_unique<event_hub>(
            api,
            [where = params()] { return open_desk(where); },
            [this](watched& into) {
                into.channels = board.channels();
                into.inbox = board.inbox();
            },
            notes,
            how
        );
    }
    std::string next(body_source& of) { return run(api, of.next()); }
};

}  // namespace

TEST_CASE_METHOD(
    watched_ledger, "who begins to watch gets everything, then what changes, then how it ended", "[events]"
)
{
    const auto id = sending("a", 2);
    const auto events = hub();
    const auto stream = events->listen(std::nullopt);
    CHECK(next(*stream) == "retry: 2000\n\n");
    const auto first = next(*stream);
    CHECK(first.find("event: reset\n") != std::string::npos);
    const auto data = boost::json::parse(first.substr(first.find("data: ") + 6)).as_object();
    CHECK(data.at("broadcasts").as_array().at(0).at("id") == id);
    CHECK(data.at("broadcasts").as_array().at(0).at("channels").as_array().at(0).at("open") == 20);

    const auto all = open_desk(params());
    CHECK(all->ledger().pause(id, "lan"));
    const auto paused = next(*stream);
    CHECK(count(paused, "event: broadcast\n") == 1);
    CHECK(paused.find(R"("state":"paused")") != std::string::npos);
    CHECK(count(paused, "event: alert\n") == 1);

    CHECK(all->ledger().cancel(id, "lan"));
    const auto over = next(*stream);
    CHECK(over.find(R"("alert":"broadcast_paused")") != std::string::npos);
    CHECK(over.find(R"("raised":false)") != std::string::npos);
    CHECK(over.find(R"("state":"cancelled")") != std::string::npos);
}

TEST_CASE_METHOD(
    watched_ledger, "who lost the line goes on where it was, who was away too long starts anew", "[events]"
)
{
    const auto id = sending("a", 1);
    const auto events = hub();
    auto stream = events->listen(std::nullopt);
    next(*stream);
    const auto seen = last_id(next(*stream));
    stream.reset();
    CHECK(open_desk(params())->ledger().pause(id, "lan"));

    stream = events->listen(seen);
    next(*stream);
    const auto missed = next(*stream);
    CHECK(missed.find("event: reset") == std::string::npos);
    CHECK(missed.find(R"("state":"paused")") != std::string::npos);
    CHECK(last_id(missed) > seen);

    for (const std::uint64_t stranger : {std::uint64_t{0}, std::uint64_t{17}, ~std::uint64_t{0}}) {
        stream = events->listen(stranger);
        next(*stream);
        CHECK(next(*stream).find("event: reset") != std::string::npos);
    }
}

TEST_CASE_METHOD(
    watched_ledger,
    "however fast a broadcast moves, there are at most four events of it in a second",
    "[events]"
)
{
    const auto id = sending("a", 1);
    const auto events = hub();
    const auto stream = events->listen(std::nullopt);
    next(*stream);
    next(*stream);
    const auto all = open_desk(params());
    std::atomic<bool> over = false;
    std::thread people{[&] {
        while (!over) all->ledger().pause(id, "an") || all->ledger().resume(id);
    }};
    std::size_t told = 0;
    const auto until = std::chrono::steady_clock::now() + 1500ms;
    while (std::chrono::steady_clock::now() < until) {
        const auto some = next(*stream);
        CHECK(count(some, "event: broadcast\n") <= 1);
        told += count(some, "event: broadcast\n");
    }
    over = true;
    people.join();
    CHECK(told <= 8);  // the last one may have come after the time
}

TEST_CASE_METHOD(
    watched_ledger, "the line is kept alive, ends after a while, and there are only so many", "[events]"
)
{
    event_hub_params how;
    how.heartbeat = 1s;
    how.listeners = 2;
    const auto events = hub(how);
    auto one = events->listen(std::nullopt);
    auto two = events->listen(std::nullopt);
    CHECK(two);
    CHECK_FALSE(events->listen(std::nullopt));
    two.reset();
    two = events->listen(std::nullopt);
    CHECK(two);
    next(*one);
    next(*one);
    CHECK(next(*one) == ": still here\n\n");
}

TEST_CASE_METHOD(watched_ledger, "a stream ends when the gateway stops", "[events]")
{
    auto events = hub();
    const auto stream = events->listen(std::nullopt);
    next(*stream);
    next(*stream);
    events.reset();
    CHECK(next(*stream).empty());
}

TEST_CASE_METHOD(watched_ledger, "who watches is told when the ledger cannot be read", "[events]")
{
    sending("a", 1);
    std::atomic<bool> broken = false;
    event_hub events{
        api,
        [&, where = params()] {
            if (broken)
                throw std::runtime_error{"the disk is gone"};
            return open_desk(where);
        },
        [](watched&) {},
        notes};
    broken = true;
    auto stream = events.listen(std::nullopt);
    next(*stream);
    const auto told = next(*stream);
    CHECK(told.find(R"("alert":"ledger")") != std::string::npos);
}

TEST_CASE_METHOD(watched_ledger, "to look costs the same whatever the ledger holds", "[events]")
{
    const auto all = [&] { return open_desk(params()); };
    const auto look = [&] {
        const auto at = all();
        auto best = std::chrono::steady_clock::duration::max();
        for (int i = 0; i != 9; ++i) {
            const auto started = std::chrono::steady_clock::now();
            watched what;
            what.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
            what.inbox.connected = true;
            what.live = at->ledger().live();
            what.paused = at->ledger().paused_channels();
            CHECK_FALSE(topics_of(what).empty());
            best = std::min(best, std::chrono::steady_clock::now() - started);
        }
        return best;
    };
    sending("small", 1);
    const auto before = look();
    const auto big = taken_in(notice("big"));
    await(store->store_plan(plan_of(big, 3'000, 1'000), 24h));
    const auto after = look();
    INFO(
        "before: " << before.count() / 1'000 << " us, with 3 million deliveries: " << after.count() / 1'000
                   << " us"
    );
    CHECK(after < 3 * before + 2ms);
}
