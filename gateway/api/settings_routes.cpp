#include "gateway/api/settings_routes.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/json_reply.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_from.hpp>

namespace json = boost::json;

namespace loa {
namespace {

/// What is shown has values that TOML and JSON write alike; anything else stays a text.
json::value value_of(const std::string& toml)
{
    boost::system::error_code error;
    auto out = json::parse(toml, error);
    return error ? json::value(toml) : out;
}

json::value limit_json(std::optional<std::size_t> limit)
{
    return limit ? json::value(*limit) : json::value(nullptr);
}

json::object to_json(const shown_channel& what)
{
    return {
        {"channel", what.channel},
        {"contact", to_string(what.contact)},
        {"title_limit", limit_json(what.title_limit)},
        {"title_mark", what.title_mark},
        {"summary_limit", limit_json(what.summary_limit)},
        {"body_bytes", limit_json(what.body_bytes)},
        {"allowed_hosts", json::value_from(what.allowed_hosts)},
    };
}

http_reply show(api_call& call)
{
    const auto& what = call.with.shown;
    json::array items, channels;
    for (const auto& each : what.items)
        items.push_back(json::object{
            {"key", each.key},
            {"value", value_of(each.value)},
            {"line", each.line ? json::value(*each.line) : json::value(nullptr)}});
    for (const auto& each : what.channels) channels.push_back(to_json(each));
    return json_reply(json::object{
        {"version", call.with.system.version},
        {"file", what.file},
        {"items", std::move(items)},
        {"channels", std::move(channels)},
        {"root_unit", what.root_unit},
    });
}

}  // namespace

void add_settings_routes(router& to, api_parts&)
{
    to.add({"GET", "/api/settings", access::readers(), show});
}

}  // namespace loa
