#include "gateway/api/directory_routes.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/draft_json.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/own_channels.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/audience_json.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/directory_desk.hpp"

#include <algorithm>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t longest_search = 200;

json::object to_json(const unit_entry& what)
{
    json::array levels;
    for (const auto each : what.levels) levels.emplace_back(to_string(each));
    json::object people;
    for (const auto each : {role::staff, role::teacher, role::parent})
        people[to_string(each)] = what.people.at(static_cast<std::size_t>(each));
    return {
        {"reference", what.reference},
        {"name", what.name},
        {"kind", what.kind},
        {"levels", std::move(levels)},
        {"children", what.children},
        {"people", std::move(people)},
    };
}

json::object to_json(const audience_count& what, std::string_view channel)
{
    json::array units;
    for (const auto& each : what.by_unit)
        units.push_back(json::object{
            {"unit", each.unit}, {"name", each.name}, {"kind", each.kind}, {"reachable", each.reachable}});
    return {
        {"channel", channel},
        {"contact", to_string(what.contact)},
        {"destinations", what.destinations},
        {"without_address", what.without_address},
        {"covered", what.covered},
        {"reachable", what.reachable},
        {"by_unit", std::move(units)},
    };
}

json::object to_json(const found_person& what)
{
    json::array places;
    for (const auto& [unit, as] : what.places)
        places.push_back(json::object{{"unit", unit}, {"role", to_string(as)}});
    return {
        {"no", what.no},
        {"reference", what.reference},
        {"name", what.name},
        {"account", what.account},
        {"mailbox", what.mailbox},
        {"places", std::move(places)},
    };
}

http_reply count(api_call& call)
{
    const auto body = call.json();
    const auto who = parse_audience(body, call.with.bulletins);
    if (!who)
        throw api_problem{422, "invalid", {}, who.error()};
    auto& directory = call.at.directory();
    if (auto wrong = directory.check(*who); !wrong.empty())
        throw api_problem{422, "invalid", {}, std::move(wrong)};
    json::array channels;
    for (const auto& each : call.with.own->of(bulletin{}))
        channels.push_back(to_json(directory.count(*who, each.contact), each.name));
    return json_reply(json::object{{"channels", std::move(channels)}});
}

std::string search_text(const api_call& call)
{
    const auto text = call.request.parameter("q").value_or("");
    if (text.size() > longest_search)
        throw api_problem{400, "bad_parameter", "q must have 200 bytes at most"};
    return std::string{text};
}

http_reply list_units(api_call& call)
{
    allow_parameters(call, {"parent", "q", "limit", "cursor"});
    const auto page = requested_page(call);
    const auto from = static_cast<std::size_t>(std::max<std::int64_t>(page.after_number().value_or(0), 0));
    const auto text = search_text(call);
    const auto parent = call.request.parameter("parent");
    if (parent && !text.empty())
        throw api_problem{400, "bad_parameter", "parent and q cannot go together"};

    auto& directory = call.at.directory();
    if (parent && !parent->empty() && !directory.unit(std::string{*parent}))
        throw desk_refusal{
            desk_refusal::kind::not_found, "not_found", "there is no unit \"" + std::string{*parent} + '"'};
    const auto found = text.empty() ? directory.units_below(std::string{parent.value_or("")})
                                    : directory.search_units(text, from + page.limit + 1);
    const auto end = std::min(found.size(), from + page.limit);
    json::array items;
    for (auto i = from; i < end; ++i) items.push_back(to_json(found[i]));
    return page_reply(
        std::move(items), end < found.size() ? std::optional{std::to_string(end)} : std::nullopt
    );
}

http_reply show_unit(api_call& call)
{
    const auto found = call.at.directory().unit(call.path.at(0));
    if (!found)
        throw desk_refusal{
            desk_refusal::kind::not_found, "not_found", "there is no unit \"" + call.path.at(0) + '"'};
    return json_reply(to_json(*found));
}

http_reply find_people(api_call& call)
{
    allow_parameters(call, {"q"});
    const auto text = search_text(call);
    if (text.empty())
        throw api_problem{400, "bad_parameter", "q must be a reference, a mailbox or an account, whole"};
    constexpr std::size_t most = 20;  // a mailbox that more share is no help
    json::array items;
    for (const auto& each : call.at.directory().search_people(text, most)) items.push_back(to_json(each));
    return page_reply(std::move(items), std::nullopt);
}

}  // namespace

void add_directory_routes(router& to, api_parts&)
{
    to.add({"POST", "/api/audience/count", access::readers(), count, false});
    to.add({"GET", "/api/units", access::readers(), list_units});
    to.add({"GET", "/api/units/{reference}", access::readers(), show_unit});
    to.add(
        {"GET", "/api/people", access::only({user_role::operations, user_role::administrator}), find_people}
    );
}

}  // namespace loa
