// What goes wrong inside the gateway itself, and must neither lose nor repeat anything.

#include "tests/integration/pipeline/pipeline_stage.hpp"
#include "tests/support/short_of_room.hpp"

#include <stdexcept>
#include <thread>

using namespace loa;
using namespace loa::testing;

TEST_CASE("a bug in the middle of a batch asks for a new start, which sends the rest and repeats nothing", "[pipeline]")
{
    gateway g{2'000};
    g.channel.set_look_up(true);
    g.failures_expected = true;
    bool broken = true;
    g.channel.answer = [&](const destination& d) {
        if (broken && d.no == 500)
            throw std::runtime_error{"a bug"};
        return outcome{};
    };
    const auto id = g.send(sample("a"));
    g.until([&] { return !g.failures.empty(); });
    g.stop();  // what runs beside it ends, and is waited for
    CHECK(g.failures == std::vector<std::string>{"a bug"});

    broken = false;
    g.start();
    CHECK(g.unknown_after_start <= g.channel.max_batch());
    g.until_finished(id);
    CHECK(everybody_once(g, "a", 2'000));
}

TEST_CASE("a dispatcher that is cancelled ends after all that it has started", "[pipeline]")
{
    gateway g{2'000};
    g.channel.latency = 50ms;
    g.send(sample("a"));
    g.until([&] { return g.channel.under_way == quick().calls; });
    g.abandon();
    CHECK(g.channel.under_way == 0);
}

TEST_CASE("an address that is refused for good while the disk is full is not written to again", "[pipeline]")
{
    gateway g{20};
    std::optional<short_of_room> full;
    bool was_full = false;
    g.channel.answer = [&](const destination& d) {
        outcome out;
        if (d.no == 3) {
            out = ended(outcome_class::rejected, "550 5.1.1 no such user");
            out.suppress = true;
            if (!std::exchange(was_full, true))
                full.emplace(4'096);
        }
        return out;
    };
    const auto first = g.send(sample("a"));
    g.until([&] { return g.log.said(log_level::error, "the ledger cannot be written"); });
    g.turn_for(50ms);
    full.reset();
    g.until_finished(first);

    const auto second = g.send(sample("b"));
    g.until_finished(second);
    CHECK(count(g.status(second), delivery_state::suppressed) == 1);
    CHECK_FALSE(g.channel.arrived.contains("b/3@example.vn"));
    for (const auto* each : {"a", "b"})
        CHECK(everybody_once(g, each, 19));
}

TEST_CASE("what was in flight at a kill and has expired since is not sent again", "[pipeline]")
{
    gateway g{400};
    g.channel.latency = 30ms;
    auto what = sample("a");
    const auto expires = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) + 3s;
    what.expires_at = expires;
    const auto id = g.send(std::move(what));
    g.until([&] { return g.channel.order.size() >= 60; });
    g.kill();
    const auto arrived = g.channel.order.size();
    std::this_thread::sleep_until(expires + 100ms);
    g.start();
    CHECK(g.unknown_after_start > 0);
    g.until_finished(id);
    CHECK(g.channel.order.size() == arrived);
    const auto status = g.status(id);
    CHECK(count(status, delivery_state::expired) == 400 - count(status, delivery_state::accepted));
    std::uint64_t told = 0;
    for (const auto& [cause, deliveries] : status.causes)
        if (cause.find("may have arrived") != std::string::npos)
            told += deliveries;
    CHECK(told == g.unknown_after_start);
}

TEST_CASE("a paused broadcast expires while it is paused", "[pipeline]")
{
    gateway g{300};
    g.channel.latency = 20ms;
    auto what = sample("a");
    what.expires_at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) + 3s;
    const auto id = g.send(std::move(what));
    g.until([&] { return g.channel.order.size() >= 40; });
    CHECK(g.desk()->pause(id, "an operator"));
    g.until_finished(id);
    CHECK(count(g.status(id), delivery_state::accepted) == g.channel.order.size());
    CHECK(count(g.status(id), delivery_state::expired) == 300 - g.channel.order.size());
}
