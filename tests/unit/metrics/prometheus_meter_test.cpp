#include "gateway/metrics/prometheus_meter.hpp"

#include "tests/support/catch.hpp"

#include <string>

using namespace loa;
using namespace std::chrono_literals;

namespace {

const wall_time noon{std::chrono::hours{24 * 20'000 + 12}};

metrics_now quiet()
{
    metrics_now out;
    out.now = noon;
    out.live.emplace();
    out.inbox = {true, noon};
    channel_health email;
    email.channel = "email";
    email.most_calls = 8;
    out.channels.push_back(email);
    return out;
}

bool has_line(const std::string& text, const std::string& line)
{
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("deliveries are counted by channel and final state, and a retry takes none back", "[metrics]")
{
    prometheus_meter counts{"1.2.3", "abc"};
    std::array<std::int64_t, delivery_state_count> change{};
    change[static_cast<std::size_t>(delivery_state::in_flight)] = -20;
    change[static_cast<std::size_t>(delivery_state::accepted)] = 18;
    change[static_cast<std::size_t>(delivery_state::retrying)] = 2;
    counts.moved("email", change);
    counts.moved("email", change);
    std::array<std::int64_t, delivery_state_count> again{};
    again[static_cast<std::size_t>(delivery_state::accepted)] = -5;
    again[static_cast<std::size_t>(delivery_state::queued)] = 5;
    counts.moved("email", again);
    const auto text = counts.text(quiet());
    CHECK(has_line(text, R"(loa_deliveries_total{channel="email",state="accepted"} 36)"));
    CHECK(text.find(R"(state="retrying")") == std::string::npos);
    CHECK(has_line(text, R"(loa_build_info{commit="abc",version="1.2.3"} 1)"));
}

TEST_CASE("every metric that can be alerted on is there before the first event", "[metrics]")
{
    const auto text = prometheus_meter{"1", "a"}.text(quiet());
    for (const auto* line :
         {"loa_bulletins_refused_total 0",
          "loa_ledger_commit_failures_total 0",
          "loa_redis_connected 1",
          "loa_ledger_readable 1",
          R"(loa_queue_deliveries{channel="email",urgency="urgent"} 0)",
          R"(loa_channel_stalled_seconds{channel="email"} 0)",
          R"(loa_channel_gate{channel="email",state="open"} 1)",
          R"(loa_channel_gate{channel="email",state="closed"} 0)",
          R"(loa_decisions_waiting{for="approval"} 0)",
          R"(loa_decision_waiting_seconds{for="approval"} 0)",
          R"(loa_publish_to_complete_seconds_count{urgency="normal"} 0)"})
        CHECK(has_line(text, line));
}

TEST_CASE("what waits for a decision, is queued or stands still is seen in a scrape", "[metrics]")
{
    auto now = quiet();
    broadcast_status held;
    held.state = broadcast_state::held;
    held.needs = held_for::approval;
    held.taken_in = noon - 2h;
    broadcast_status sending;
    sending.state = broadcast_state::sending;
    sending.urgency = urgency::urgent;
    channel_status email;
    email.channel = "email";
    email.counts[delivery_state::queued] = 1'000;
    email.counts[delivery_state::accepted] = 5;
    sending.channels.push_back(email);
    *now.live = {held, sending};
    now.channels.front().stalled_since = noon - 90s;
    now.channels.front().gate = gate_state::closed;
    now.channels.front().closed_since = noon - 30s;
    now.inbox = {false, noon - 10s};

    prometheus_meter counts{"1", "a"};
    const auto text = counts.text(now);
    CHECK(has_line(text, R"(loa_queue_deliveries{channel="email",urgency="urgent"} 1000)"));
    CHECK(has_line(text, R"(loa_decision_waiting_seconds{for="approval"} 7200)"));
    CHECK(has_line(text, R"(loa_broadcasts{state="held"} 1)"));
    CHECK(has_line(text, R"(loa_channel_stalled_seconds{channel="email"} 90)"));
    CHECK(has_line(text, R"(loa_channel_closed_seconds{channel="email"} 30)"));
    CHECK(has_line(text, R"(loa_redis_disconnected_seconds 10)"));
    // Whoever paused the channel knows that it stands still.
    now.paused.push_back({"email", "lan", noon});
    CHECK(has_line(counts.text(now), R"(loa_channel_stalled_seconds{channel="email"} 0)"));
}

TEST_CASE("a ledger that cannot be read is a metric, not a scrape that fails", "[metrics]")
{
    auto now = quiet();
    now.live.reset();
    const auto text = prometheus_meter{"1", "a"}.text(now);
    CHECK(has_line(text, "loa_ledger_readable 0"));
    CHECK(text.find("loa_queue_deliveries") == std::string::npos);
}
