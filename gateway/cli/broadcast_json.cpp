#include "gateway/cli/broadcast_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace json = boost::json;

namespace loa::cli {
namespace {

json::value moment(const std::optional<wall_time>& when)
{
    if (!when)
        return nullptr;
    return json::value(format_rfc3339(*when));  // not braces: they would make a list of one
}

}  // namespace

json::object to_json(const delivery_counts& counts)
{
    json::object out;
    for (std::size_t i = 0; i != delivery_state_count; ++i)
        out[to_string(static_cast<delivery_state>(i))] = counts.by_state[i];
    out["retried"] = counts.retried;
    return out;
}

json::object to_json(const broadcast_status& what, counted how, const std::vector<ledger_desk::channel_pause>& paused)
{
    json::array channels;
    for (const auto& each : what.channels) {
        json::object one{
            {"channel", each.channel},
            {"state", to_string(each.state)},
            {"reason", each.reason},
            {"audience_sha256", each.audience_sha256},
            {"paused_by", nullptr},
            {"paused_since", nullptr},
        };
        for (const auto& pause : paused)
            if (pause.channel == each.channel) {
                one["paused_by"] = pause.by;
                one["paused_since"] = format_rfc3339(pause.since);
            }
        if (how == counted::yes)
            one["counts"] = to_json(each.counts);
        channels.push_back(std::move(one));
    }
    json::object out{
        {"id", what.id},
        {"source", what.source},
        {"bulletin", what.bulletin},
        {"version", what.version},
        {"title", what.title},
        {"department", what.department},
        {"urgency", to_string(what.urgency)},
        {"state", to_string(what.state)},
        {"reason", what.reason},
        {"taken_in", format_rfc3339(what.taken_in)},
        {"planned_at", moment(what.planned_at)},
        {"first_sent_at", moment(what.first_sent_at)},
        {"finished_at", moment(what.finished_at)},
        {"quiet_override", moment(what.quiet_override)},
        {"channels", std::move(channels)},
    };
    if (how == counted::yes) {
        auto& causes = out["causes"].emplace_array();
        for (const auto& [cause, count] : what.causes)
            causes.push_back(json::object{{"cause", cause}, {"deliveries", count}});
    }
    return out;
}

}  // namespace loa::cli
