#include "gateway/api/key_routes.hpp"

#include "gateway/accounts/token.hpp"
#include "gateway/api/identify.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/user_json.hpp"
#include "gateway/core/audit_log.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::chrono::days longest_life{366};

json::object to_json(const api_key& what)
{
    return {
        {"id", what.id},
        {"name", what.name},
        {"prefix", what.prefix},
        {"roles", to_json(what.roles)},
        {"owner", what.owner},
        {"created", json_time(what.created)},
        {"expires", json_time(what.expires)},
        {"last_used", json_time(what.last_used)},
        {"revoked", json_time(what.revoked)},
    };
}

/// A key that was stolen must not be able to make others that outlive it.
void refuse_keys(const api_call& call)
{
    if (call.who.name.starts_with("key:"))
        throw api_problem{403, "needs_session"};
}

bool may_see(const api_call& call, const api_key& what)
{
    return call.who.roles.has(user_role::administrator) ||
           (call.who.user != 0 && what.owner == call.who.user);
}

bool is_key_name(std::string_view text)
{
    return text.size() <= 64 && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
           });
}

http_reply list(api_call& call)
{
    allow_parameters(call, {});
    json::array items;
    for (const auto& each : call.at.users().keys())
        if (may_see(call, each))
            items.push_back(to_json(each));
    return page_reply(std::move(items), std::nullopt);
}

http_reply add(api_call& call)
{
    const auto body = call.json();
    refuse_keys(call);
    problems wrong;
    object_reader from{body, {}, wrong};
    api_key what;
    what.name = from.text("name", {1, 64});
    what.roles = read_roles(from, wrong);
    const auto expires = from.text("expires", {1, 64});
    from.refuse_others();
    what.created = now_by(call.with.how);
    if (wrong.empty()) {
        if (!is_key_name(what.name))
            from.add(
                "name", "not_a_word", "must be lower case letters, digits, dots, hyphens or underscores"
            );
        if (what.roles.empty())
            from.add("roles", "missing", "name at least one role");
        if ((what.roles.bits() & ~call.who.roles.bits()) != 0)
            from.add("roles", "not_your_role", "a key may have the roles of who makes it, or fewer");
        const auto until = parse_rfc3339(expires);
        if (!until)
            from.add("expires", "not_a_time", "must be a time like 2026-11-20T08:30:00+07:00");
        else if (*until <= what.created || *until - what.created > longest_life)
            from.add("expires", "out_of_range", "must be in the future, within a year");
        else
            what.expires = *until;
    }
    refuse_if(std::move(wrong));

    what.owner = call.who.user;
    const auto fresh = new_key();
    what.prefix = fresh.prefix;
    call.at.together([&] {
        what.id = call.at.users().add_key(what, hash_of(fresh.text));
        call.at.audit().add(call.who, "key.add", "key " + what.name, {}, json::serialize(to_json(what)));
    });
    auto reply = to_json(what);
    reply["key"] = fresh.text;
    return json_reply(reply, 201);
}

http_reply revoke(api_call& call)
{
    const auto id = call.number(0);
    const auto all = call.at.users().keys();
    const auto found = std::ranges::find(all, id, &api_key::id);
    if (found == all.end() || !may_see(call, *found))
        throw api_problem{404, "not_found"};
    refuse_keys(call);
    call.at.together([&] {
        if (call.at.users().revoke_key(id))
            call.at.audit().add(call.who, "key.revoke", "key " + found->name, {}, {});
    });
    http_reply out;
    out.status = 204;
    return out;
}

}  // namespace

void add_key_routes(router& to, api_parts&)
{
    to.add({"GET", "/api/keys", access::readers(), list});
    // The reply is not kept: the key is shown once and stored nowhere.
    to.add(
        {.method = "POST",
         .path = "/api/keys",
         .who = access::readers(),
         .handler = add,
         .keeps_reply = false}
    );
    to.add({"DELETE", "/api/keys/{id}", access::readers(), revoke});
}

}  // namespace loa
