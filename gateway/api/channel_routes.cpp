#include "gateway/api/channel_routes.hpp"

#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/ledger_desk.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace loa {
namespace {

using pauses = std::vector<ledger_desk::channel_pause>;

json::object health_json(const channel_health& of)
{
    return {
        {"gate", to_string(of.gate)},
        {"why", of.why},
        {"closed_since", json_time(of.closed_since)},
        {"closed_until", json_time(of.closed_until)},
        {"rate", of.rate},
        {"quota", of.quota},
        {"calls", of.calls},
        {"most_calls", of.most_calls},
        {"batches", of.batches},
        {"last_accepted", json_time(of.last_accepted)},
        {"stalled_since", json_time(of.stalled_since)},
    };
}

json::object channel_json(const std::string& name, const pauses& paused, const channel_board& board)
{
    json::object out{{"channel", name}, {"paused", false}, {"paused_by", ""}, {"paused_since", nullptr}};
    for (const auto& each : paused)
        if (each.channel == name) {
            out["paused"] = true;
            out["paused_by"] = each.by;
            out["paused_since"] = json_time(each.since);
        }
    out["health"] = nullptr;
    for (const auto& each : board.channels())
        if (each.channel == name)
            out["health"] = health_json(each);
    return out;
}

std::string channel_of(const api_call& call)
{
    const auto& name = call.path.at(0);
    if (std::ranges::find(call.with.channels, name) == call.with.channels.end())
        throw api_problem{404, "not_found", "there is no channel of this name in the settings"};
    return name;
}

http_reply list(api_call& call)
{
    const auto paused = call.at.ledger().paused_channels();
    json::array items;
    for (const auto& name : call.with.channels) items.push_back(channel_json(name, paused, call.with.board));
    return json_reply(json::object{{"items", std::move(items)}});
}

http_reply steer(api_call& call, bool on)
{
    const auto name = channel_of(call);
    call.at.together([&] {
        const bool is_changed =
            on ? call.at.ledger().pause(name, call.who.name) : call.at.ledger().resume(name);
        if (!is_changed)
            throw api_problem{409, on ? "already_paused" : "not_paused"};
        call.at.audit().add(
            call.who,
            on ? "channel.pause" : "channel.resume",
            "channel " + name,
            json::serialize(json::object{{"paused", !on}}),
            json::serialize(json::object{{"paused", on}})
        );
    });
    call.with.wake();
    return json_reply(channel_json(name, call.at.ledger().paused_channels(), call.with.board));
}

}  // namespace

void add_channel_routes(router& to, api_parts&)
{
    const access steering = access::only({user_role::operations});
    to.add({"GET", "/api/channels", access::readers(), list});
    to.add({"POST", "/api/channels/{name}/pause", steering, [](api_call& call) { return steer(call, true); }}
    );
    to.add({"POST", "/api/channels/{name}/resume", steering, [](api_call& call) {
                return steer(call, false);
            }});
}

}  // namespace loa
