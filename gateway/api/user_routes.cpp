#include "gateway/api/user_routes.hpp"

#include "gateway/accounts/password.hpp"
#include "gateway/accounts/password_rule.hpp"
#include "gateway/accounts/user_rule.hpp"
#include "gateway/api/etag.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/user_json.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/mask.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace loa {
namespace {

user find_user(api_call& call)
{
    auto found = call.at.users().find(call.number(0));
    if (!found)
        throw api_problem{404, "not_found"};
    return std::move(*found);
}

/// For the audit log.
std::string trace_of(const user& what)
{
    return json::serialize(json::object{
        {"full_name", what.full_name},
        {"mailbox", what.mailbox.empty() ? std::string{} : mask_mailbox(what.mailbox)},
        {"roles", to_json(what.roles)},
        {"active", what.is_active},
    });
}

http_reply user_reply(const user& what, unsigned status = 200)
{
    auto out = json_reply(to_json(what), status);
    out.headers.emplace_back("ETag", etag(what.revision));
    return out;
}

std::string hashed(const std::string& password)
{
    try {
        return hash_password(password);
    } catch (const passwords_busy&) {
        api_problem out{503, "busy"};
        out.headers.emplace_back("Retry-After", "1");
        throw out;
    }
}

http_reply list(api_call& call)
{
    allow_parameters(call, {});
    json::array items;
    for (const auto& each : call.at.users().users()) items.push_back(to_json(each));
    return page_reply(std::move(items), std::nullopt);
}

http_reply add(api_call& call)
{
    const auto body = call.json();
    problems wrong;
    object_reader from{body, {}, wrong};
    user who;
    who.name = from.text("name", {1, 64});
    who.full_name = from.text("full_name", {1, 200});
    who.mailbox = from.text("mailbox", {0, 254}, false);
    who.roles = read_roles(from, wrong);
    const auto password = from.has("password") ? read_password(from, "password") : std::string{};
    from.refuse_others();
    if (wrong.empty())
        wrong = check_user(who);
    if (!password.empty())
        for (auto& each : check_password(password, who.name, "password")) wrong.push_back(std::move(each));
    refuse_if(std::move(wrong));

    who.must_change_password = !password.empty();
    const auto hash = password.empty() ? std::string{} : hashed(password);
    call.at.together([&] {
        who.id = call.at.users().add(who, hash);
        call.at.audit().add(call.who, "user.add", "user " + who.name, {}, trace_of(who));
    });
    auto out = user_reply(call.at.users().find(who.id).value(), 201);
    out.headers.emplace_back("Location", "/api/users/" + std::to_string(who.id));
    return out;
}

http_reply show(api_call& call)
{
    return user_reply(find_user(call));
}

http_reply change(api_call& call)
{
    const auto before = find_user(call);
    must_match(call, before.revision);
    auto body = call.json();
    problems wrong;
    object_reader from{body, {}, wrong};
    auto who = before;
    if (const auto* active = body.if_contains("active")) {
        if (active->is_bool())
            who.is_active = active->as_bool();
        else
            from.add("active", "wrong_type", "must be true or false");
        body.erase("active");  // the reader knows texts, numbers and lists
    }
    if (from.has("full_name"))
        who.full_name = from.text("full_name", {1, 200});
    if (from.has("mailbox"))
        who.mailbox = from.text("mailbox", {0, 254}, false);
    if (from.has("roles"))
        who.roles = read_roles(from, wrong);
    from.refuse_others();
    if (wrong.empty())
        wrong = check_user(who);
    refuse_if(std::move(wrong));

    call.at.together([&] {
        call.at.users().change(who);
        if (who.roles != before.roles || !who.is_active)
            call.at.users().end_sessions(who.id, nullptr);
        call.at.audit().add(call.who, "user.change", "user " + who.name, trace_of(before), trace_of(who));
    });
    return user_reply(call.at.users().find(who.id).value());
}

http_reply set_password(api_call& call)
{
    const auto who = find_user(call);
    const auto body = call.json();
    problems wrong;
    object_reader from{body, {}, wrong};
    const auto password = read_password(from, "password");
    from.refuse_others();
    if (wrong.empty())
        wrong = check_password(password, who.name, "password");
    refuse_if(std::move(wrong));
    const auto hash = hashed(password);
    call.at.together([&] {
        call.at.users().set_password(who.id, hash, true);
        call.at.users().end_sessions(who.id, nullptr);
        call.at.audit().add(call.who, "user.reset_password", "user " + who.name, {}, {});
    });
    return user_reply(call.at.users().find(who.id).value());
}

http_reply sign_ins(api_call& call)
{
    allow_parameters(call, {"limit", "cursor"});
    const auto part = requested_page(call);
    const auto after = part.after_number();
    const auto before = after ? std::optional{wall_time{std::chrono::milliseconds{*after}}} : std::nullopt;
    const auto found = call.at.users().sign_ins(part.limit, before);
    json::array items;
    for (const auto& each : found)
        items.push_back(json::object{
            {"at", json_time(each.at)},
            {"name", each.name},
            {"peer", each.peer},
            {"succeeded", each.succeeded},
            {"why", each.why},
        });
    std::optional<std::string> next;
    if (found.size() >= part.limit)
        next = std::to_string(found.back().at.time_since_epoch().count());
    return page_reply(std::move(items), next);
}

}  // namespace

void add_user_routes(router& to, api_parts&)
{
    const auto administrators = access::only({user_role::administrator});
    to.add({"GET", "/api/users", administrators, list});
    to.add({"POST", "/api/users", administrators, add});
    to.add({"GET", "/api/users/{id}", administrators, show});
    to.add({"PATCH", "/api/users/{id}", administrators, change});
    to.add({"POST", "/api/users/{id}/password", administrators, set_password});
    to.add({"GET", "/api/sign-ins", access::only({user_role::administrator, user_role::auditor}), sign_ins});
}

}  // namespace loa
