#include "gateway/metrics/state_families.hpp"

#include <prometheus/metric_family.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>

namespace loa {
namespace {

using labels = std::initializer_list<std::pair<const char*, std::string_view>>;

constexpr std::array urgencies{urgency::urgent, urgency::normal, urgency::bulk};
constexpr std::array live_states{
    broadcast_state::waiting, broadcast_state::held, broadcast_state::sending, broadcast_state::paused};

class gauge {
public:
    gauge(const char* name, const char* text)
    {
        family_.name = name;
        family_.help = text;
        family_.type = prometheus::MetricType::Gauge;
    }

    gauge& add(double value, labels of = {})
    {
        prometheus::ClientMetric one;
        for (const auto& [name, text] : of) one.label.push_back({name, std::string{text}});
        one.gauge.value = value;
        family_.metric.push_back(std::move(one));
        return *this;
    }

    void move_to(std::vector<prometheus::MetricFamily>& out)
    {
        if (!family_.metric.empty())
            out.push_back(std::move(family_));
    }

private:
    prometheus::MetricFamily family_;
};

double seconds(wall_time::duration length)
{
    return std::max(0.0, std::chrono::duration<double>{length}.count());
}

double age(std::optional<wall_time> since, wall_time now)
{
    return since ? seconds(now - *since) : 0;
}

void add_channels(std::vector<prometheus::MetricFamily>& out, const metrics_now& now)
{
    gauge gate{"loa_channel_gate", "1 for the state that the gate of the channel is in."};
    gauge closed{"loa_channel_closed_seconds", "How long the gate of the channel has not been open."};
    gauge paused{"loa_channel_paused", "1 if somebody paused the channel."};
    gauge rate{"loa_channel_rate_per_second", "Destinations a second that may go now; 0: not limited."};
    gauge quota{
        "loa_channel_quota_per_second", "Destinations a second that the settings allow; 0: not limited."};
    gauge budget{"loa_channel_retry_budget", "Retries that may go at once."};
    gauge calls{"loa_channel_calls", "Calls under way."};
    gauge most_calls{"loa_channel_calls_limit", "Calls that may be under way."};
    gauge accepted{
        "loa_channel_last_accepted_timestamp_seconds",
        "When the remote side took something the last time since the start."};
    gauge stalled{
        "loa_channel_stalled_seconds",
        "How long something has been due on the channel and nothing came to an end; 0: it moves, or nothing "
        "is due."};
    for (const auto& each : now.channels) {
        for (const auto state : {gate_state::open, gate_state::closed, gate_state::probing})
            gate.add(each.gate == state ? 1 : 0, {{"channel", each.channel}, {"state", to_string(state)}});
        closed.add(age(each.closed_since, now.now), {{"channel", each.channel}});
        const bool is_paused = std::any_of(now.paused.begin(), now.paused.end(), [&](const auto& pause) {
            return pause.channel == each.channel;
        });
        paused.add(is_paused ? 1 : 0, {{"channel", each.channel}});
        rate.add(each.rate, {{"channel", each.channel}});
        quota.add(each.quota, {{"channel", each.channel}});
        budget.add(each.retry_budget, {{"channel", each.channel}});
        calls.add(static_cast<double>(each.calls), {{"channel", each.channel}});
        most_calls.add(static_cast<double>(each.most_calls), {{"channel", each.channel}});
        if (each.last_accepted)
            accepted.add(seconds(each.last_accepted->time_since_epoch()), {{"channel", each.channel}});
        // Who paused it wants it to stand still.
        stalled.add(is_paused ? 0 : age(each.stalled_since, now.now), {{"channel", each.channel}});
    }
    for (auto* each :
         {&gate, &closed, &paused, &rate, &quota, &budget, &calls, &most_calls, &accepted, &stalled})
        each->move_to(out);
}

void add_broadcasts(std::vector<prometheus::MetricFamily>& out, const metrics_now& now)
{
    std::map<std::pair<std::string_view, urgency>, std::uint64_t> open;
    for (const auto& channel : now.channels)
        for (const auto each : urgencies) open[{channel.channel, each}] = 0;
    std::array<std::uint64_t, live_states.size()> states{};
    struct decision {
        std::uint64_t count = 0;
        double longest = 0;
    } approval, correction;

    for (const auto& each : *now.live) {
        for (std::size_t i = 0; i != live_states.size(); ++i)
            if (live_states[i] == each.state)
                ++states[i];
        for (const auto& channel : each.channels)
            open[{channel.channel, each.urgency}] += channel.counts.open();
        if (each.state != broadcast_state::held)
            continue;
        auto& what = each.needs == held_for::approval ? approval : correction;
        ++what.count;
        what.longest = std::max(what.longest, seconds(now.now - each.taken_in));
    }

    gauge queue{"loa_queue_deliveries", "Deliveries that are not over yet, by channel and urgency."};
    for (const auto& [of, count] : open)
        queue.add(static_cast<double>(count), {{"channel", of.first}, {"urgency", to_string(of.second)}});
    gauge broadcasts{"loa_broadcasts", "Broadcasts that are not over, by state."};
    for (std::size_t i = 0; i != live_states.size(); ++i)
        broadcasts.add(static_cast<double>(states[i]), {{"state", to_string(live_states[i])}});
    gauge waiting{"loa_decisions_waiting", "Broadcasts that wait for somebody's decision, by what for."};
    waiting.add(static_cast<double>(approval.count), {{"for", "approval"}});
    waiting.add(static_cast<double>(correction.count), {{"for", "correction"}});
    gauge longest{"loa_decision_waiting_seconds", "How long the oldest of them has waited."};
    longest.add(approval.longest, {{"for", "approval"}}).add(correction.longest, {{"for", "correction"}});
    for (auto* each : {&queue, &broadcasts, &waiting, &longest}) each->move_to(out);
}

}  // namespace

std::vector<prometheus::MetricFamily> state_families(const metrics_now& now)
{
    std::vector<prometheus::MetricFamily> out;
    gauge readable{"loa_ledger_readable", "1 if the ledger could be read for this scrape."};
    readable.add(now.live ? 1 : 0);
    readable.move_to(out);
    gauge connected{"loa_redis_connected", "1 if the inbox is connected."};
    connected.add(now.inbox.connected ? 1 : 0);
    connected.move_to(out);
    gauge apart{"loa_redis_disconnected_seconds", "How long the inbox has not been connected; 0: it is."};
    apart.add(now.inbox.connected ? 0 : seconds(now.now - now.inbox.since));
    apart.move_to(out);
    add_channels(out, now);
    if (now.live)
        add_broadcasts(out, now);
    return out;
}

}  // namespace loa
