// What is urgent goes first, whatever is under way.

#include "tests/integration/pipeline/pipeline_stage.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

std::size_t first_of(const gateway& g, const std::string& id)
{
    const auto& order = g.channel.order;
    return static_cast<std::size_t>(std::find_if(order.begin(), order.end(), [&](const auto& each) { return each.starts_with(id + '/'); }) - order.begin());
}

}  // namespace

TEST_CASE("an urgent bulletin overtakes a running one within a batch, also when as many batches are under way as may be", "[pipeline]")
{
    auto params = quick();
    params.batches = 4;
    gateway g{6'000, params};
    g.channel.latency = 2ms;
    const auto bulk = g.send(sample("bulk", urgency::bulk));
    g.until([&] { return g.channel.order.size() >= 100; });
    const auto before = g.channel.order.size();
    const auto urgent = g.send(sample("urgent", urgency::urgent, "first"));
    g.until_finished(urgent);
    CHECK(first_of(g, "urgent") - before <= batch_size);
    CHECK(g.status(bulk).state == broadcast_state::sending);
    g.channel.latency = 0ms;
    g.until_finished(bulk);
    CHECK(everybody_once(g, "bulk", 6'000));
    CHECK(everybody_once(g, "urgent", 10));
}

TEST_CASE("an urgent bulletin is finished before a running one goes on", "[pipeline]")
{
    gateway g{900};
    g.channel.latency = 5ms;
    const auto bulk = g.send(sample("bulk", urgency::bulk));
    g.until([&] { return g.channel.order.size() >= 50; });
    const auto urgent = g.send(sample("urgent", urgency::urgent));
    g.until_finished(urgent);
    const auto from = g.channel.order.begin() + static_cast<std::ptrdiff_t>(first_of(g, "urgent"));
    const auto last = std::find_if(g.channel.order.rbegin(), g.channel.order.rend(), [](const auto& each) { return each.starts_with("urgent/"); }).base();
    const auto between = static_cast<std::size_t>(std::count_if(from, last, [](const auto& each) { return each.starts_with("bulk/"); }));
    CHECK(between <= 2 * quick().calls * g.channel.max_batch());  // what was under way, and what does not fit beside the last calls
    g.until_finished(bulk);
    CHECK(everybody_once(g, "urgent", 900));
    CHECK(everybody_once(g, "bulk", 900));
}

TEST_CASE("what is urgent does not queue for the rate behind all that waits for it", "[pipeline]")
{
    auto params = quick();
    params.calls = 8;
    params.rate.quota = 500;
    params.rate.burst = 10ms;
    gateway g{3'000, params};
    g.channel.set_max_batch(50);
    g.send(sample("bulk", urgency::bulk));
    g.until([&] { return g.channel.order.size() >= 200; });
    const auto before = g.channel.order.size();
    const auto urgent = g.send(sample("urgent", urgency::urgent, "first"));
    g.until_finished(urgent);
    CHECK(first_of(g, "urgent") - before <= 4 * g.channel.max_batch());  // eight calls had a place before it
    CHECK(g.channel.order.size() < 1'000);
}
