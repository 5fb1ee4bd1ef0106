#include "gateway/api/broadcast_json.hpp"

#include "gateway/api/json_reply.hpp"

namespace json = boost::json;

namespace loa {

std::string_view to_string(held_for what) noexcept
{
    switch (what) {
        case held_for::nothing: return "nothing";
        case held_for::correction: return "correction";
        case held_for::approval: return "approval";
    }
    return "nothing";
}

json::object to_json(const delivery_counts& counts)
{
    json::object out;
    for (std::size_t i = 0; i != delivery_state_count; ++i)
        out[to_string(static_cast<delivery_state>(i))] = counts.by_state[i];
    out["retried"] = counts.retried;
    return out;
}

json::object to_json(const broadcast_status& what, counted how)
{
    json::array channels;
    for (const auto& each : what.channels) {
        json::object one{
            {"channel", each.channel},
            {"state", to_string(each.state)},
            {"reason", each.reason},
            {"audience_sha256", each.audience_sha256},
        };
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
        {"content_area", what.content_area ? json::value(*what.content_area) : json::value(nullptr)},
        {"category", what.category},
        {"urgency", to_string(what.urgency)},
        {"state", to_string(what.state)},
        {"reason", what.reason},
        {"needs", to_string(what.needs)},
        {"hash", what.hash},
        {"submitted_by", what.submitted_by},
        {"approved_by", what.approved_by},
        {"start_at", json_time(what.start_at)},
        {"taken_in", json_time(what.taken_in)},
        {"planned_at", json_time(what.planned_at)},
        {"first_sent_at", json_time(what.first_sent_at)},
        {"finished_at", json_time(what.finished_at)},
        {"quiet_override", json_time(what.quiet_override)},
        {"channels", std::move(channels)},
    };
    if (how == counted::yes) {
        auto& list = out["causes"].emplace_array();
        for (const auto& [cause, count] : what.causes)
            list.push_back(json::object{{"cause", cause}, {"deliveries", count}});
    }
    return out;
}

json::object to_json(const delivery_detail& what)
{
    return {
        {"channel", what.channel},
        {"no", what.no},
        {"batch", what.batch},
        {"state", to_string(what.mark.state())},
        {"attempts", what.mark.attempts()},
        {"cause", what.cause},
        {"idempotency_key", what.idempotency_key},
    };
}

json::array to_json(const std::vector<receipt_desk::total>& receipts)
{
    json::array out;
    for (const auto& each : receipts)
        out.push_back(json::object{{"channel", each.channel}, {"kind", each.kind}, {"count", each.count}});
    return out;
}

}  // namespace loa
