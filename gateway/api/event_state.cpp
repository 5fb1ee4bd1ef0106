#include "gateway/api/event_state.hpp"

#include "gateway/api/json_reply.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace loa {
namespace {

namespace json = boost::json;

// A pause that a remote side asks for now and then is nothing to call somebody for.
constexpr std::chrono::minutes closed_for_long{1};
constexpr std::chrono::minutes stalled_for_long{2};
constexpr std::chrono::seconds apart_for_long{10};

json::object counts_of(const delivery_counts& counts)
{
    json::object out;
    for (std::size_t i = 0; i != delivery_state_count; ++i) {
        const auto state = static_cast<delivery_state>(i);
        if (counts[state] != 0)
            out[to_string(state)] = counts[state];
    }
    return out;
}

event_topic channel_topic(const channel_health& what, const watched& all)
{
    json::object out;
    out["channel"] = what.channel;
    out["gate"] = to_string(what.gate);
    out["why"] = what.why;
    out["closed_since"] = json_time(what.closed_since);
    out["closed_until"] = json_time(what.closed_until);
    // Rounded, and without what changes with every call: an event is for a change that somebody would notice.
    out["rate"] = std::round(what.rate);
    out["quota"] = what.quota;
    out["stalled_since"] = json_time(
        what.stalled_since && all.now - *what.stalled_since > stalled_for_long ? what.stalled_since
                                                                               : std::nullopt
    );
    const auto pause = std::ranges::find(all.paused, what.channel, &ledger_desk::channel_pause::channel);
    const bool is_paused = pause != all.paused.end();
    out["paused"] = is_paused;
    out["paused_by"] = is_paused ? pause->by : "";
    return {"channel " + what.channel, "channel", json::serialize(out), false};
}

event_topic alert(
    std::string_view kind,
    const json::value& about,
    std::optional<wall_time> since,
    std::string_view why,
    bool from_ledger = false
)
{
    json::object out;
    out["alert"] = kind;
    out["about"] = about;
    out["since"] = json_time(since);
    out["why"] = why;
    out["raised"] = true;
    std::string key{"alert "};
    key.append(kind).append(" ");
    key.append(about.is_string() ? std::string{about.get_string()} : json::serialize(about));
    return {std::move(key), "alert", json::serialize(out), from_ledger};
}

void add_broadcast_alerts(std::vector<event_topic>& out, const broadcast_status& what)
{
    if (what.state == broadcast_state::held)
        out.push_back(alert(
            what.needs == held_for::approval ? "needs_approval" : "held_correction",
            what.id,
            what.taken_in,
            what.reason,
            true
        ));
    if (what.state == broadcast_state::paused)
        out.push_back(alert("broadcast_paused", what.id, std::nullopt, what.reason, true));
    for (const auto& channel : what.channels)
        if (channel.state == channel_state::returned) {
            std::string about = std::to_string(what.id);
            about.append(" ").append(channel.channel);
            out.push_back(alert("content_refused", json::string{about}, std::nullopt, channel.reason, true));
        }
}

void add_channel_alerts(std::vector<event_topic>& out, const channel_health& what, const watched& all)
{
    const auto is_paused =
        std::ranges::find(all.paused, what.channel, &ledger_desk::channel_pause::channel) != all.paused.end();
    if (what.closed_since && all.now - *what.closed_since > closed_for_long)
        out.push_back(alert("channel_closed", json::string{what.channel}, what.closed_since, what.why));
    if (!is_paused && what.stalled_since && all.now - *what.stalled_since > stalled_for_long)
        out.push_back(alert("no_progress", json::string{what.channel}, what.stalled_since, what.why));
}

}  // namespace

event_topic broadcast_topic(const broadcast_status& what)
{
    json::object out;
    out["id"] = what.id;
    out["version"] = what.version;
    out["title"] = what.title;
    out["urgency"] = to_string(what.urgency);
    out["state"] = to_string(what.state);
    out["reason"] = what.reason;
    out["start_at"] = json_time(what.start_at);
    out["finished_at"] = json_time(what.finished_at);
    json::array channels;
    for (const auto& each : what.channels) {
        json::object channel;
        channel["channel"] = each.channel;
        channel["state"] = to_string(each.state);
        channel["reason"] = each.reason;
        channel["total"] = each.counts.total();
        channel["open"] = each.counts.open();
        channel["counts"] = counts_of(each.counts);
        channels.push_back(std::move(channel));
    }
    out["channels"] = std::move(channels);
    return {
        std::string{"broadcast "}.append(std::to_string(what.id)), "broadcast", json::serialize(out), true};
}

event_topic cleared(const event_topic& alert)
{
    auto data = json::parse(alert.data).as_object();
    data["raised"] = false;
    return {alert.key, alert.type, json::serialize(data), alert.from_ledger};
}

std::vector<event_topic> topics_of(const watched& what)
{
    std::vector<event_topic> out;
    if (what.live)
        for (const auto& each : *what.live) {
            out.push_back(broadcast_topic(each));
            add_broadcast_alerts(out, each);
        }
    else
        out.push_back(alert("ledger", "ledger", std::nullopt, "the ledger cannot be read"));
    for (const auto& each : what.channels) {
        out.push_back(channel_topic(each, what));
        add_channel_alerts(out, each, what);
    }
    if (!what.inbox.connected && what.now - what.inbox.since > apart_for_long)
        out.push_back(alert("redis", "redis", what.inbox.since, "the inbox is not connected"));
    std::ranges::sort(out, {}, &event_topic::key);
    return out;
}

}  // namespace loa
