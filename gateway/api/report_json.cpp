#include "gateway/api/report_json.hpp"

#include "gateway/api/csv_line.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/core/local_calendar.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>

namespace json = boost::json;

namespace loa {
namespace {

json::value or_null(std::optional<double> what)
{
    return what ? json::value(*what) : json::value(nullptr);
}

json::value or_null(std::optional<int> what)
{
    return what ? json::value(*what) : json::value(nullptr);
}

void put(json::object& into, const reach& what)
{
    into["audience"] = what.audience();
    into["without_address"] = what.without_address;
    into["covered"] = what.covered;
    into["suppressed"] = what.suppressed;
    into["destinations"] = what.destinations();
    into["reached"] = what.reached;
    into["waiting"] = what.waiting;
    into["missed"] = what.missed;
    into["coverage"] = or_null(what.coverage());
}

json::object with_sum(json::object of, const report_sum& what)
{
    of["bulletins"] = what.bulletins;
    of["broadcasts"] = what.broadcasts;
    put(of, what.reach);
    of["seconds_to_95"] = or_null(what.seconds_to_95);
    return of;
}

json::object channel_json(const channel_report& what)
{
    json::object out{{"channel", what.channel}};
    put(out, what.reach);
    out["seconds_to_95"] = or_null(what.seconds_to_95);
    auto& states = out["missed_by_state"].emplace_array();
    for (const auto& [state, count] : what.missed_by_state)
        states.push_back(json::object{{"state", to_string(state)}, {"deliveries", count}});
    auto& causes = out["missed_by_cause"].emplace_array();
    for (const auto& [cause, count] : what.missed_by_cause)
        causes.push_back(json::object{{"cause", cause}, {"deliveries", count}});
    return out;
}

json::object broadcast_json(const reported_broadcast& what)
{
    const auto reached = reach_of(what);
    json::object out{
        {"id", what.id},
        {"source", what.source},
        {"bulletin", what.bulletin},
        {"version", what.version},
        {"title", what.title},
        {"department", what.department},
        {"content_area", or_null(what.content_area)},
        {"urgency", to_string(what.urgency)},
        {"state", to_string(what.state)},
        {"taken_in", json_time(what.taken_in)},
        {"first_sent_at", json_time(what.first_sent_at)},
        {"finished_at", json_time(what.finished_at)},
    };
    put(out, reached.reach);
    out["seconds_to_95"] = or_null(reached.seconds_to_95);
    auto& channels = out["channels"].emplace_array();
    for (const auto& each : what.channels) {
        json::object one{{"channel", each.channel}};
        put(one, reach_of(each.counts));
        one["seconds_to_95"] = or_null(seconds_to_95(what, each));
        channels.push_back(std::move(one));
    }
    return out;
}

template <class T>
std::string text_of(const std::optional<T>& what)
{
    return what ? fmt::format("{}", *what) : std::string{};
}

std::string text_of(const std::optional<wall_time>& what)
{
    return what ? format_rfc3339(*what) : std::string{};
}

std::string line_of(const reported_broadcast& what, const reported_channel& on)
{
    const auto here = reach_of(on.counts);
    return csv_line(
        {std::to_string(what.id),
         what.source,
         what.bulletin,
         std::to_string(what.version),
         what.title,
         what.department,
         text_of(what.content_area),
         to_string(what.urgency),
         to_string(what.state),
         format_rfc3339(what.taken_in),
         text_of(what.first_sent_at),
         text_of(what.finished_at),
         on.channel,
         std::to_string(here.audience()),
         std::to_string(here.without_address),
         std::to_string(here.covered),
         std::to_string(here.suppressed),
         std::to_string(here.destinations()),
         std::to_string(here.reached),
         std::to_string(here.waiting),
         std::to_string(here.missed),
         text_of(here.coverage()),
         text_of(seconds_to_95(what, on))}
    );
}

}  // namespace

json::object to_json(const report& what)
{
    json::object out{
        {"from", format_day(what.period.from)},
        {"to", format_day(what.period.to)},
        {"time_zone", what.period.time_zone},
        {"made_at", json_time(what.made_at)},
        {"totals",
         with_sum({{"not_sent", what.of.not_sent}, {"not_counted", what.of.not_counted}}, what.totals)},
    };
    auto& areas = out["by_content_area"].emplace_array();
    for (const auto& [area, sum] : what.by_content_area)
        areas.push_back(
            with_sum({{"content_area", or_null(area)}, {"name", content_area_name(area.value_or(0))}}, sum)
        );
    auto& departments = out["by_department"].emplace_array();
    for (const auto& [department, sum] : what.by_department)
        departments.push_back(with_sum({{"department", department}}, sum));
    auto& urgencies = out["by_urgency"].emplace_array();
    for (const auto& [how, sum] : what.by_urgency)
        urgencies.push_back(with_sum({{"urgency", to_string(how)}}, sum));
    auto& channels = out["channels"].emplace_array();
    for (const auto& each : what.channels) channels.push_back(channel_json(each));
    auto& broadcasts = out["broadcasts"].emplace_array();
    broadcasts.reserve(what.of.broadcasts.size());
    for (const auto& each : what.of.broadcasts) broadcasts.push_back(broadcast_json(each));
    json::array refusals;
    for (const auto& each : what.of.refusals)
        refusals.push_back(json::object{
            {"cause", to_string(each.origin)}, {"added", each.added}, {"lifted", each.lifted}});
    out["refusals"] = json::object{
        {"added", what.refusals_added}, {"lifted", what.refusals_lifted}, {"by_cause", std::move(refusals)}};
    return out;
}

std::string to_csv(const report& what)
{
    auto out =
        csv_head({"id",           "source",   "bulletin",        "version",  "title",         "department",
                  "content_area", "urgency",  "state",           "taken_in", "first_sent_at", "finished_at",
                  "channel",      "audience", "without_address", "covered",  "suppressed",    "destinations",
                  "reached",      "waiting",  "missed",          "coverage", "seconds_to_95"});
    for (const auto& each : what.of.broadcasts)
        for (const auto& on : each.channels) out += line_of(each, on);
    return out;
}

}  // namespace loa
