// What somebody who watches a channel sees of it, and refusals that come while a batch is under way.

#include "tests/integration/pipeline/pipeline_stage.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

dispatcher_params one_by_one()
{
    auto out = quick();
    out.calls = 1;
    return out;
}

channel_health seen(const gateway& g)
{
    const auto all = g.board.channels();
    return all.empty() ? channel_health{} : all.front();
}

}  // namespace

TEST_CASE("who refuses while his batch is under way gets nothing more", "[pipeline][refusals]")
{
    gateway g{300, one_by_one()};
    g.channel.set_max_batch(10);
    g.channel.latency = 2ms;
    const auto id = g.send(sample("a"));
    g.until([&] { return g.channel.order.size() >= 20; });
    g.refused.add(contact::mailbox, "250@example.vn");
    g.refused.add(contact::mailbox, "300@example.vn");
    g.refused.add(contact::account, "200@example.vn");  // of another kind of destination
    g.until_finished(id);
    CHECK(g.channel.arrived.count("a/250@example.vn") == 0);
    CHECK(g.channel.arrived.count("a/300@example.vn") == 0);
    CHECK(g.channel.arrived.count("a/200@example.vn") == 1);
    const auto counts = g.status(id).channels.front().counts;
    CHECK(counts[delivery_state::accepted] == 298);
    CHECK(counts[delivery_state::suppressed] == 2);
}

TEST_CASE(
    "when more people refuse at once than are remembered, the ledger is asked again and nobody is lost",
    "[pipeline][refusals]"
)
{
    gateway g{300, one_by_one()};
    g.channel.set_max_batch(10);
    g.channel.latency = 2ms;
    const auto id = g.send(sample("a"));
    g.until([&] { return g.channel.order.size() >= 20; });
    for (std::size_t i = 0; i <= fresh_refusals::kept; ++i)
        g.refused.add(contact::mailbox, "stranger" + std::to_string(i));
    g.until_finished(id);
    CHECK(everybody_once(g, "a", 300));
}

TEST_CASE("whoever watches sees that a channel is closed, why, and that it moves again", "[pipeline][board]")
{
    gateway g{50};
    bool is_gone = true;
    g.channel.answer = [&](const destination&) {
        return is_gone ? ended(outcome_class::unavailable, "nobody there") : outcome{};
    };
    const auto id = g.send(sample("a"));
    g.until([&] { return seen(g).gate != gate_state::open; });
    CHECK(seen(g).why == "nobody there");
    CHECK(seen(g).closed_since);
    CHECK_FALSE(seen(g).last_accepted);
    g.until([&] { return seen(g).stalled_since.has_value(); });

    is_gone = false;
    g.until_finished(id);
    g.until([&] { return seen(g).gate == gate_state::open && !seen(g).stalled_since; });
    CHECK_FALSE(seen(g).closed_since);
    CHECK(seen(g).last_accepted);
    CHECK(seen(g).calls == 0);
}

TEST_CASE("a channel without work does not stand still, it rests", "[pipeline][board]")
{
    gateway g{5};
    g.until_finished(g.send(sample("a")));
    g.turn_for(100ms);
    CHECK_FALSE(seen(g).stalled_since);
    CHECK(seen(g).gate == gate_state::open);
}
