#include "gateway/api/outcome_routes.hpp"

#include "gateway/api/broadcast_change.hpp"
#include "gateway/api/broadcast_history.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/outcome_desk.hpp"

#include <boost/algorithm/hex.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::chrono::days troubles_told{30};
constexpr std::size_t longest_reference = 200;
constexpr std::size_t most_changes = 500;

json::object to_json(const unit_outcome& what)
{
    return {
        {"unit", what.unit},
        {"name", what.name},
        {"kind", what.kind},
        {"children", what.children},
        {"destinations", what.destinations},
        {"reached", what.reached},
        {"waiting", what.waiting},
        {"missed", what.missed},
        {"no_address", what.no_address},
    };
}

std::string kind_of(const api_call& call)
{
    const auto kind = call.request.parameter("kind").value_or("");
    constexpr std::string_view kinds[] = {"", "department", "cluster", "ward", "school", "class"};
    if (std::ranges::find(kinds, kind) == std::ranges::end(kinds))
        throw api_problem{400, "bad_parameter", "kind must be department, cluster, ward, school or class"};
    return std::string{kind};
}

http_reply units(api_call& call)
{
    allow_parameters(call, {"channel", "parent", "kind", "limit", "cursor"});
    const auto channel = call.request.parameter("channel");
    if (!channel)
        throw api_problem{400, "bad_parameter", "channel is missing: enetviet or email"};
    const auto part = requested_page(call);
    unit_question which;
    which.parent = call.request.parameter("parent").value_or("");
    if (which.parent.size() > longest_reference)
        throw api_problem{400, "bad_parameter", "parent is too long"};
    which.kind = kind_of(call);
    which.skip = static_cast<std::size_t>(std::max<std::int64_t>(part.after_number().value_or(0), 0));
    which.most = part.limit;

    const auto found = call.at.outcomes().units(call.number(0), std::string{*channel}, which);
    json::array items;
    for (const auto& each : found.items) items.push_back(to_json(each));
    json::object out{
        {"items", std::move(items)},
        {"counted_at", json_time(found.counted_at)},
        {"elsewhere", found.elsewhere},
    };
    if (!found.is_last)
        out["next"] = boost::algorithm::hex_lower(std::to_string(which.skip + found.items.size()));
    return json_reply(out);
}

http_reply history(api_call& call)
{
    const auto of = broadcast_of(call);
    json::array items;
    for (const auto& each : history_of(of, call.at.outcomes().past(of.id, most_changes), call.speaks))
        items.push_back(json::object{
            {"at", json_time(each.at)},
            {"who", each.who},
            {"action", each.action},
            {"text", each.text},
        });
    return json_reply(json::object{{"items", std::move(items)}});
}

/// As "17:20": the broadcast, and how many of its troubles were listed.
std::optional<trouble_place> place_of(const page& of)
{
    if (!of.after)
        return std::nullopt;
    trouble_place out;
    const auto* const end = of.after->data() + of.after->size();
    const auto id = std::from_chars(of.after->data(), end, out.broadcast);
    if (id.ec != std::errc{} || id.ptr == end || *id.ptr != ':')
        throw api_problem{400, "bad_cursor"};
    const auto skip = std::from_chars(id.ptr + 1, end, out.skip);
    if (skip.ec != std::errc{} || skip.ptr != end)
        throw api_problem{400, "bad_cursor"};
    return out;
}

std::optional<broadcast_id> broadcast_named(const api_call& call)
{
    const auto text = call.request.parameter("broadcast");
    if (!text)
        return std::nullopt;
    broadcast_id out = 0;
    const auto* const end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, out);
    if (read.ec != std::errc{} || read.ptr != end || out < 1)
        throw api_problem{400, "bad_parameter", "broadcast must be a number"};
    return out;
}

http_reply troubles(api_call& call)
{
    allow_parameters(call, {"broadcast", "limit", "cursor"});
    const auto part = requested_page(call);
    trouble_question which;
    which.only = broadcast_named(call);
    if (!which.only)
        which.since =
            std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) - troubles_told;
    const auto found = call.at.outcomes().troubles(which, place_of(part), part.limit);
    json::array items;
    for (const auto& each : found.items)
        items.push_back(json::object{
            {"broadcast", each.broadcast},
            {"title", each.title},
            {"channel", each.channel},
            {"state", to_string(each.state)},
            {"cause", each.cause},
            {"deliveries", each.deliveries},
        });
    std::optional<std::string> next;
    if (found.next)
        next = std::to_string(found.next->broadcast).append(":").append(std::to_string(found.next->skip));
    return page_reply(std::move(items), next);
}

}  // namespace

void add_outcome_routes(router& to, api_parts&)
{
    to.add({"GET", "/api/broadcasts/{id}/units", access::readers(), units});
    to.add({"GET", "/api/broadcasts/{id}/history", access::readers(), history});
    to.add({"GET", "/api/troubles", access::readers(), troubles});
}

}  // namespace loa
