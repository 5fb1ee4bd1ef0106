#include "gateway/core/channel_gate.hpp"

#include "tests/support/catch.hpp"

#include <vector>

using namespace loa;
using namespace std::chrono_literals;

namespace {

const time_point noon{std::chrono::hours{12}};
using passage = channel_gate::passage;

std::vector<outcome> one(outcome_class what, std::optional<std::chrono::milliseconds> retry_after = std::nullopt)
{
    outcome each;
    each.what = what;
    each.retry_after = retry_after;
    return {each};
}

channel_gate_params quick()
{
    return {1s, 4s, 5s};
}

}  // namespace

TEST_CASE("the gate is closed for exactly as long as the remote side asks", "[gate]")
{
    channel_gate gate{quick()};
    CHECK(gate.report(one(outcome_class::throttled, 90s), noon, false));
    CHECK(gate.ask(noon + 90s - 1ms) == passage::closed);
    CHECK(gate.ask(noon + 90s) == passage::open);

    // Another call that was under way asks for less: the longer wish holds.
    gate.report(one(outcome_class::throttled, 1s), noon + 1s, false);
    CHECK(gate.ask(noon + 80s) == passage::closed);
}

TEST_CASE("without a wish of the remote side the gate closes for the configured time", "[gate]")
{
    channel_gate gate{quick()};
    gate.report(one(outcome_class::throttled), noon, false);
    CHECK(gate.closed_until() == noon + 5s);
}

TEST_CASE("an outage is probed with growing pauses, one small call at a time, until somebody answers", "[gate]")
{
    channel_gate gate{quick()};
    CHECK(gate.report(one(outcome_class::unavailable), noon, false));
    CHECK_FALSE(gate.report(one(outcome_class::unavailable), noon, false));  // a call beside it: the same outage
    CHECK(gate.closed_until() == noon + 1s);

    auto now = noon;
    for (const auto pause : {1s, 2s, 4s, 4s}) {
        CHECK(gate.ask(now + pause - 1ms) == passage::closed);
        now += pause;
        REQUIRE(gate.ask(now) == passage::probe);
        gate.start_probe();
        CHECK(gate.ask(now) == passage::closed);
        gate.report(one(outcome_class::unavailable), now, true);
    }
    now += 4s;
    REQUIRE(gate.ask(now) == passage::probe);
    gate.start_probe();
    CHECK(gate.report(one(outcome_class::rejected), now, true));  // refused, but somebody is there
    CHECK(gate.ask(now) == passage::open);
}

TEST_CASE("a probe that never took place is not waited for", "[gate]")
{
    channel_gate gate{quick()};
    gate.report(one(outcome_class::unauthorized), noon, false);
    gate.start_probe();
    gate.drop_probe();
    CHECK(gate.ask(noon + 1s) == passage::probe);
}

TEST_CASE("a single failure among successes is no outage", "[gate]")
{
    channel_gate gate{quick()};
    auto mixed = one(outcome_class::unavailable);
    mixed.push_back({});
    CHECK_FALSE(gate.report(mixed, noon, false));
    CHECK(gate.ask(noon) == passage::open);
}

TEST_CASE("a call from before the outage neither ends it nor its probe, and a wish of the remote side outlives it", "[gate]")
{
    channel_gate gate{quick()};
    gate.report(one(outcome_class::throttled, 90s), noon, false);
    gate.report(one(outcome_class::unavailable), noon + 1s, false);
    CHECK(gate.closed_until() == noon + 90s);
    REQUIRE(gate.ask(noon + 90s) == passage::probe);
    gate.start_probe();
    CHECK_FALSE(gate.report(one(outcome_class::accepted), noon + 90s, false));
    CHECK(gate.ask(noon + 91s) == passage::closed);  // the probe is still under way
    CHECK(gate.report(one(outcome_class::accepted), noon + 92s, true));
    CHECK(gate.ask(noon + 92s) == passage::open);
}
