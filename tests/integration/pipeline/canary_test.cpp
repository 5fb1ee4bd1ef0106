// A few go first: planner, dispatcher and finisher together.

#include "tests/integration/pipeline/pipeline_stage.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

canary_params one_percent()
{
    canary_params out;
    out.enabled = true;
    out.seeds = {"1999"};
    out.rule.least_attempted = 20;
    return out;
}

}  // namespace

TEST_CASE("when the first few went well everybody gets it, once", "[pipeline][canary]")
{
    gateway g{2'000, quick(), one_percent()};
    std::size_t first = 0;
    g.channel.answer = [&](const destination& d) {
        if (g.channel.order.size() <= 21)
            first += d.no == 1999 ? 1 : 0;
        return outcome{};
    };
    const auto id = g.send(sample("a"));
    g.until_finished(id);
    CHECK(first == 1);
    CHECK(everybody_once(g, "a", 2'000));
    CHECK(g.log.said(log_level::info, "the canary of a broadcast went well"));
}

TEST_CASE("when the first few fail nobody else is tried until a person says so", "[pipeline][canary]")
{
    gateway g{2'000, quick(), one_percent()};
    std::map<std::uint32_t, int> tries;
    bool broken = true;
    g.channel.answer = [&](const destination& d) {
        ++tries[d.no];
        return broken ? ended(outcome_class::rejected, "550 no such user") : outcome{};
    };
    const auto id = g.send(sample("a"));
    g.until([&] { return g.status(id).state == broadcast_state::paused; });
    g.turn_for(300ms);
    CHECK(tries.size() <= 21);
    CHECK(g.status(id).reason.find("paused by its canary") == 0);
    CHECK(g.log.said(log_level::warn, "canary of a broadcast went badly"));

    broken = false;
    CHECK(g.desk()->resume(id));
    g.until_finished(id);
    CHECK(tries.size() == 2'000);
    for (const auto& [no, times] : tries) CHECK(times == 1);
}

TEST_CASE("what is urgent does not wait for a canary", "[pipeline][canary]")
{
    gateway g{1'000, quick(), one_percent()};
    const auto id = g.send(sample("a", urgency::urgent));
    g.until_finished(id);
    CHECK_FALSE(g.log.said(log_level::info, "canary"));
}

TEST_CASE("what was approved starts when it can no longer be recalled, without anybody waking the gateway", "[pipeline][approval]")
{
    gateway g{20};
    submission what;
    what.what = sample("a");
    what.channels = {"email"};
    what.by.name = "lan";
    const auto id = g.desk()->submit(what).broadcast;
    const auto hash = g.status(id).hash;
    actor minh;
    minh.name = "minh";
    g.desk()->approve(id, hash, minh, 400ms);
    g.turn_for(200ms);
    CHECK(g.channel.order.empty());
    g.until_finished(id);
    CHECK(everybody_once(g, "a", 20));
}
