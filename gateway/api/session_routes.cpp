#include "gateway/api/session_routes.hpp"

#include "gateway/accounts/password.hpp"
#include "gateway/accounts/password_rule.hpp"
#include "gateway/accounts/sign_in.hpp"
#include "gateway/accounts/token.hpp"
#include "gateway/api/identify.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/user_json.hpp"
#include "gateway/core/audit_log.hpp"

namespace json = boost::json;

namespace loa {
namespace {

session_limits limits_of(const api_call& call)
{
    return {call.with.how.session_idle, call.with.how.session_most};
}

api_problem too_many_failures(std::chrono::seconds wait)
{
    api_problem out{429, "sign_in_locked"};
    out.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return out;
}

/// Runs what checks or makes password hashes.
template <class F>
auto hashing(F action)
{
    try {
        return action();
    } catch (const passwords_busy&) {
        api_problem out{503, "busy"};
        out.headers.emplace_back("Retry-After", "1");
        throw out;
    }
}

json::object describe(const user& who, const session& at)
{
    return {
        {"name", who.name},
        {"full_name", who.full_name},
        {"roles", to_json(who.roles)},
        {"must_change_password", who.must_change_password},
        {"by", "session"},
        {"csrf", at.csrf},
        {"expires", json_time(at.expires)},
    };
}

http_reply start_reply(const api_call& call, const signed_in& what, unsigned status)
{
    auto out = json_reply(describe(what.who, what.at), status);
    out.headers.emplace_back("Set-Cookie", session_cookie(call.request, call.with.how, what.token));
    return out;
}

http_reply start(api_call& call)
{
    const auto body = call.json();
    problems list;
    object_reader from{body, {}, list};
    sign_in_request what;
    what.name = from.text("name", {1, 64});
    what.password = read_password(from, "password");
    from.refuse_others();
    refuse_if(std::move(list));
    what.peer = call.request.peer;
    what.agent = call.request.header("user-agent");

    const auto now = now_by(call.with.how);
    const auto answer = hashing([&] { return sign_in(call.at, what, limits_of(call), now); });
    if (const auto* refused = std::get_if<sign_in_refusal>(&answer)) {
        if (refused->wait.count() != 0)
            throw too_many_failures(refused->wait);
        throw api_problem{401, "sign_in_failed"};
    }
    // A session that the browser had before is over: nobody who knew its token is in the new one.
    const auto before = identify(call.request, call.at, call.with.how);
    if (before.at)
        call.at.users().end_session(before.at->hash);
    return start_reply(call, std::get<signed_in>(answer), 201);
}

http_reply show(api_call& call)
{
    const auto who = identify(call.request, call.at, call.with.how);
    const auto found = call.at.users().find(who.who.user);
    if (who.at && found)
        return json_reply(describe(*found, *who.at));
    return json_reply(json::object{
        {"name", who.who.name},
        {"full_name", found ? found->full_name : std::string{}},
        {"roles", to_json(who.who.roles)},
        {"must_change_password", false},
        {"by", who.by == proof::key ? "key" : "socket"},
        {"csrf", nullptr},
        {"expires", nullptr},
    });
}

/// The session of this request. Throws 403 for keys and the socket.
session own_session(const api_call& call)
{
    const auto who = identify(call.request, call.at, call.with.how);
    if (!who.at)
        throw api_problem{403, "needs_session"};
    return *who.at;
}

http_reply end(api_call& call)
{
    const auto who = identify(call.request, call.at, call.with.how);
    if (!who.at)
        throw api_problem{409, "no_session"};
    call.at.users().end_session(who.at->hash);
    http_reply out;
    out.status = 204;
    out.headers.emplace_back("Set-Cookie", session_cookie(call.request, call.with.how, {}));
    return out;
}

http_reply change_password(api_call& call)
{
    const auto body = call.json();
    problems list;
    object_reader from{body, {}, list};
    const auto current = read_password(from, "current");
    const auto fresh = read_password(from, "new");
    from.refuse_others();
    const auto at = own_session(call);
    if (list.empty()) {
        list = check_password(fresh, call.who.name, "new");
        if (fresh == current)
            list.push_back({"new", "password_same", "must not be the present password"});
    }
    refuse_if(std::move(list));

    auto& users = call.at.users();
    const auto now = now_by(call.with.how);
    // Whoever found an open browser may not guess here, either.
    if (const auto wait = locked_for(users, call.who.name, call.request.peer, now); wait.count() != 0)
        throw too_many_failures(wait);
    const bool is_right = hashing([&] { return password_matches(users.password(at.user), current); });
    if (!is_right) {
        users.note_sign_in({now, call.who.name, call.request.peer, false, "wrong_password"});
        throw api_problem{
            422, "invalid", {}, {{"current", "password_wrong", "is not your present password"}}};
    }
    const auto hash = hashing([&] { return hash_password(fresh); });
    signed_in next;
    call.at.together([&] {
        users.set_password(at.user, hash, false);
        users.end_sessions(at.user, nullptr);
        next = start_session(call.at, users.find(at.user).value(), at.peer, at.agent, limits_of(call), now);
        call.at.audit().add(call.who, "user.password", "user " + call.who.name, {}, {});
    });
    return start_reply(call, next, 200);
}

}  // namespace

// No reply is kept: they carry secrets.
void add_session_routes(router& to, api_parts&)
{
    to.add(
        {.method = "POST",
         .path = "/api/session",
         .who = access::open(),
         .handler = start,
         .keeps_reply = false}
    );
    to.add({"GET", "/api/session", access::signed_in(), show});
    to.add(
        {.method = "DELETE",
         .path = "/api/session",
         .who = access::signed_in(),
         .handler = end,
         .keeps_reply = false}
    );
    to.add(
        {.method = "PUT",
         .path = "/api/session/password",
         .who = access::signed_in(),
         .handler = change_password,
         .keeps_reply = false}
    );
}

}  // namespace loa
