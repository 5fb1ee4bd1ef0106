// A channel that can be asked afterwards has more marked in flight than it has calls. What holds for a call
// must hold for what waits for one.

#include "tests/integration/pipeline/pipeline_stage.hpp"
#include "tests/support/short_of_room.hpp"

#include <thread>

using namespace loa;
using namespace loa::testing;

namespace {

using moment = std::chrono::steady_clock::time_point;

moment here()
{
    return std::chrono::steady_clock::now();
}

/// Its channel can be asked afterwards.
class asked_gateway : public gateway {
public:
    explicit asked_gateway(std::uint32_t count, dispatcher_params params = quick()) : gateway{count, params}
    {
        stop();
        channel.set_look_up(true);
        start();
    }
};

/// How many of `other` arrived after a tenth of the `people` had `id` and until nine tenths had: its calls
/// begin one after another, and in the end there is not enough for all of them.
std::size_t meanwhile(const gateway& g, const std::string& id, std::size_t people, const std::string& other)
{
    std::size_t mine = 0, others = 0;
    for (const auto& each : g.channel.order) {
        mine += each.starts_with(id + '/') ? 1 : 0;
        others += mine * 10 >= people && each.starts_with(other + '/') ? 1 : 0;
        if (mine * 10 >= people * 9)
            break;
    }
    return others;
}

}  // namespace

TEST_CASE(
    "an urgent bulletin is finished before a running one goes on, whatever of that is marked already",
    "[pipeline][ahead]"
)
{
    const auto people = GENERATE(900u, 3'000u);
    asked_gateway g{people};
    g.channel.latency = 5ms;
    const auto bulk = g.send(sample("bulk", urgency::bulk));
    g.until([&] { return g.channel.order.size() >= 200; });
    const auto urgent = g.send(sample("urgent", urgency::urgent));
    g.until_finished(urgent);
    CHECK(
        meanwhile(g, "urgent", people, "bulk") <= people / 5
    );  // by turns it would be as many as of its own
    g.channel.latency = 0ms;
    g.until_finished(bulk);
    CHECK(everybody_once(g, "bulk", people));
}

TEST_CASE(
    "a partner that was slow is not sent more than its quota once it is quick again", "[pipeline][ahead]"
)
{
    auto params = quick();
    params.rate.quota = 1'000;
    params.rate.burst = 20ms;
    asked_gateway g{3'000, params};
    g.channel.set_max_batch(25);
    std::vector<moment> left;
    g.channel.answer = [&](const destination&) {
        left.push_back(here());
        return outcome{};
    };
    g.channel.latency = 800ms;
    const auto id = g.send(sample("a"));
    g.until([&] { return g.channel.under_way == params.calls; });
    g.channel.latency = 1ms;
    g.until([&] { return left.size() >= 1'200; });
    std::size_t most = 0;
    for (auto first = left.begin(), last = left.begin(); last != left.end(); ++last) {
        while (*last - *first > 200ms) ++first;
        most = std::max(most, static_cast<std::size_t>(last - first) + 1);
    }
    CHECK(
        most <= 200 + 20 + (params.calls + 1) * g.channel.max_batch()
    );  // a fifth of a second, what was saved up, what was about to leave
    g.desk()->cancel(id, "an operator");
}

TEST_CASE(
    "a probe that has not left yet waits for as long as the partner asks meanwhile", "[pipeline][ahead]"
)
{
    auto params = quick();
    params.calls = 2;
    params.rate.quota = 100;
    params.rate.burst = 10ms;
    asked_gateway g{3'000, params};
    std::vector<moment> calls;
    g.channel.answer = [&](const destination&) {
        if (calls.size() < g.channel.calls)
            calls.push_back(here());
        if (g.channel.calls == 1) {
            g.channel.latency = 400ms;
            auto out = ended(outcome_class::throttled, "HTTP 429");
            out.retry_after = 500ms;
            return out;
        }
        g.channel.latency = 0ms;
        return g.channel.calls == 2 ? ended(outcome_class::unavailable, "connection refused") : outcome{};
    };
    const auto id = g.send(sample("a"));
    g.until([&] { return calls.size() >= 3; });
    CHECK(calls[2] - (calls[0] + 400ms) >= 500ms);
    g.desk()->cancel(id, "an operator");
}

TEST_CASE("what waits for a call when its broadcast is paused does not leave", "[pipeline][ahead]")
{
    asked_gateway g{6'000};
    g.channel.latency = 400ms;
    const auto id = g.send(sample("a"));
    g.until([&] {
        return g.channel.under_way == quick().calls && count(g.status(id), delivery_state::in_flight) > 200;
    });
    g.turn_for(150ms);
    CHECK(g.desk()->pause(id, "an operator"));
    const auto arrived = g.channel.order.size();
    g.turn_for(600ms);
    CHECK(g.channel.order.size() == arrived);
    g.until([&] { return count(g.status(id), delivery_state::in_flight) == 0; });
    g.channel.latency = 0ms;
    CHECK(g.desk()->resume(id));
    g.until_finished(id);
    CHECK(everybody_once(g, "a", 6'000));
    CHECK(g.channel.look_ups == 0);
}

TEST_CASE(
    "a kill leaves what was marked ahead to be looked up, and everybody gets it once", "[pipeline][ahead]"
)
{
    asked_gateway g{6'000};
    g.channel.latency = 20ms;
    const auto id = g.send(sample("a"));
    g.until([&] { return g.channel.order.size() >= 400; });
    g.kill();
    g.channel.latency = 0ms;
    g.start();
    CHECK(g.unknown_after_start > quick().calls * g.channel.max_batch());
    CHECK(g.unknown_after_start <= quick().batches * 1'000);
    g.until_finished(id);
    CHECK(everybody_once(g, "a", 6'000));
}

TEST_CASE("kills cost no attempt of what was marked ahead and never left", "[pipeline][ahead]")
{
    asked_gateway g{1'000};
    g.channel.latency = 1s;
    const auto id = g.send(sample("a"));
    for (unsigned kills = 0; kills != quick().retry.attempts + 1; ++kills) {
        g.until([&] { return g.channel.under_way == quick().calls; });
        g.kill();
        g.start();
    }
    g.channel.latency = 0ms;
    g.until_finished(id);
    CHECK(everybody_once(g, "a", 1'000));
    CHECK(g.status(id).channels[0].counts.retried == 0);
}

TEST_CASE("stopping sends nothing that waits for a call, and leaves it queued", "[pipeline][ahead]")
{
    asked_gateway g{6'000};
    g.channel.latency = 200ms;
    const auto id = g.send(sample("a"));
    g.until([&] { return count(g.status(id), delivery_state::in_flight) > 200; });
    const auto calls = g.channel.calls;
    g.stop();
    CHECK(g.channel.calls <= calls + quick().calls);
    CHECK(count(g.status(id), delivery_state::in_flight) == 0);
    CHECK(count(g.status(id), delivery_state::accepted) == g.channel.order.size());
    g.channel.latency = 0ms;
    g.start();
    CHECK(g.unknown_after_start == 0);
    g.until_finished(id);
    CHECK(everybody_once(g, "a", 6'000));
}

TEST_CASE("content that the other side refuses stops what is marked already", "[pipeline][ahead]")
{
    asked_gateway g{6'000};
    g.channel.latency = 5ms;
    g.channel.answer = [](const destination&) {
        return ended(outcome_class::content_rejected, "422 forbidden words");
    };
    const auto id = g.send(sample("a"));
    g.until([&] {
        return g.status(id).channels[0].state == channel_state::returned &&
               g.status(id).channels[0].counts.open() == 0;
    });
    CHECK(count(g.status(id), delivery_state::rejected) <= 2 * quick().calls * g.channel.max_batch());
}

TEST_CASE("a dispatcher that is cancelled while slices wait for a call ends all of them", "[pipeline][ahead]")
{
    asked_gateway g{6'000};
    g.channel.latency = 50ms;
    const auto id = g.send(sample("a"));
    g.until([&] { return count(g.status(id), delivery_state::in_flight) > 200; });
    g.abandon();
    CHECK(g.channel.under_way == 0);
}

TEST_CASE(
    "what became of a lost answer is not asked before the pause that the partner wants is over",
    "[pipeline][ahead]"
)
{
    auto params = quick();
    params.calls = 1;
    asked_gateway g{1'500, params};
    g.channel.set_max_batch(1'000);
    moment throttled_call{};
    g.channel.answer = [&](const destination&) {
        if (g.channel.calls == 1)
            return ended(outcome_class::unknown, "arrived");
        g.channel.latency = 0ms;
        if (g.channel.calls > 2)
            return outcome{};
        throttled_call = here();
        g.channel.latency = 300ms;
        auto out = ended(outcome_class::throttled, "HTTP 429");
        out.retry_after = 400ms;
        return out;
    };
    const auto id = g.send(sample("a"));
    g.until([&] { return g.channel.look_ups > 0; });
    CHECK(here() - throttled_call >= 700ms);
    g.until_finished(id);
    CHECK(everybody_once(g, "a", 1'500));
}

TEST_CASE(
    "what waited for a call for longer than the lease is left to the gateway that has it now",
    "[pipeline][ahead]"
)
{
    auto params = quick();
    params.calls = 1;
    params.lease = 1s;
    asked_gateway g{3'000, params};
    g.channel.latency = 1'500ms;
    const auto id = g.send(sample("a"));
    g.until([&] {
        return g.channel.calls == 1 && count(g.status(id), delivery_state::in_flight) == 3'000;
    });
    std::this_thread::sleep_for(1'100ms);
    CHECK(g.successor_claims() == 3);
    g.turn_for(800ms);
    CHECK(g.channel.calls == 1);
    CHECK(g.log.said(log_level::warn, "lost the lease"));
    CHECK(count(g.status(id), delivery_state::accepted) == 0);
}

TEST_CASE(
    "a full disk lets nothing leave that waits for a call, and loses nothing of it", "[pipeline][ahead]"
)
{
    asked_gateway g{6'000};
    g.channel.latency = 20ms;
    const auto id = g.send(sample("a"));
    g.until([&] { return g.channel.order.size() >= 200; });
    std::optional<short_of_room> full{4'096};
    g.until([&] { return g.log.said(log_level::error, "the ledger cannot be written"); });
    g.turn_for(300ms);  // what the ledger had an answer for, and what was under way
    const auto calls = g.channel.calls;
    g.turn_for(100ms);
    CHECK(g.channel.calls == calls);
    full.reset();
    g.until_finished(id);
    CHECK(everybody_once(g, "a", 6'000));
}
