#include "gateway/accounts/sign_in.hpp"

#include "gateway/accounts/password.hpp"
#include "gateway/accounts/token.hpp"
#include "gateway/accounts/user_rule.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace loa {
namespace {

/// What is no name may be a password typed into the wrong field: it is not written down.
std::string name_for_log(const std::string& name)
{
    return is_user_name(name) ? name : "?";
}

sign_in_refusal refuse(
    desk& at, const sign_in_request& what, const std::string& name, const char* why, wall_time now
)
{
    at.users().note_sign_in({now, name, what.peer, false, why});
    return {};
}

bool is_same_mailbox(std::string_view one, std::string_view other)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(one, other, {}, lower, lower);
}

std::optional<user> find_proven(user_desk& users, const oidc_person& who)
{
    if (!who.is_mailbox)
        return users.find(who.name);
    std::optional<user> out;
    for (auto& each : users.users()) {
        if (each.mailbox.empty() || !is_same_mailbox(each.mailbox, who.name))
            continue;
        if (out)
            return std::nullopt;  // whose it is nobody can tell
        out = std::move(each);
    }
    return out;
}

/// What a provider calls somebody whom we do not know: the administrator who is asked for help must find it.
/// Nothing that a failure is counted under otherwise (see user_desk): no user's name, no "peer:".
std::string proven_name_for_log(const oidc_person& who)
{
    if (!who.is_mailbox && is_user_name(who.name))
        return who.name;
    const auto is_plain = [](char c) { return c > ' ' && c <= '~' && c != ':'; };
    const bool is_mailbox = who.name.size() <= 100 && who.name.find('@') != std::string::npos;
    return is_mailbox && std::ranges::all_of(who.name, is_plain) ? who.name : "?";
}

}  // namespace

std::chrono::seconds locked_for(
    user_desk& users, const std::string& name, const std::string& peer, wall_time now
)
{
    std::chrono::seconds out{0};
    for (const auto& each : {name, "peer:" + peer}) {
        const auto until = users.failures(each).locked_until;
        if (until && *until > now)
            out = std::max(out, std::chrono::ceil<std::chrono::seconds>(*until - now));
    }
    return out;
}

signed_in start_session(
    desk& at,
    user who,
    const std::string& peer,
    const std::string& agent,
    session_limits limits,
    wall_time now
)
{
    signed_in out;
    out.token = new_token();
    out.at.hash = hash_of(out.token);
    out.at.user = who.id;
    out.at.csrf = new_token();
    out.at.peer = peer;
    out.at.agent = agent.substr(0, 200);
    out.at.created = out.at.seen = now;
    out.at.expires = now + std::min(limits.idle, limits.most);
    at.users().add_session(out.at);
    out.who = std::move(who);
    return out;
}

sign_in_answer sign_in(desk& at, const sign_in_request& what, session_limits limits, wall_time now)
{
    auto& users = at.users();
    const auto name = name_for_log(what.name);
    const auto refuse_locked = [&](std::chrono::seconds wait) {
        refuse(at, what, name, "locked", now);
        return sign_in_refusal{wait};
    };
    if (const auto wait = locked_for(users, name, what.peer, now); wait.count() != 0)
        return refuse_locked(wait);

    auto found = users.find(what.name);
    const auto hash = found ? users.password(found->id) : std::string{};
    const bool is_right = password_matches(hash, what.password);
    // Others may have failed meanwhile: guesses made at the same time count as if they were made in turn.
    if (const auto wait = locked_for(users, name, what.peer, now); wait.count() != 0)
        return refuse_locked(wait);

    if (!found)
        return refuse(at, what, name, "no_such_user", now);
    if (!is_right)
        return refuse(at, what, name, "wrong_password", now);
    if (!found->is_active)
        return refuse(at, what, name, "inactive", now);

    signed_in out;
    at.together([&] {
        users.note_sign_in({now, name, what.peer, true, {}});
        out = start_session(at, std::move(*found), what.peer, what.agent, limits, now);
    });
    return out;
}

std::variant<signed_in, proven_refusal> sign_in_proven(
    desk& at,
    const oidc_person& who,
    const std::string& peer,
    const std::string& agent,
    session_limits limits,
    wall_time now
)
{
    auto& users = at.users();
    auto found = find_proven(users, who);
    if (!found) {
        at.together([&] {
            users.note_sign_in({now, proven_name_for_log(who), peer, false, "no_such_user"});
        });
        return proven_refusal::no_such_user;
    }
    if (!found->is_active) {
        at.together([&] { users.note_sign_in({now, found->name, peer, false, "inactive"}); });
        return proven_refusal::inactive;
    }
    signed_in out;
    at.together([&] {
        users.note_sign_in({now, found->name, peer, true, {}});
        out = start_session(at, std::move(*found), peer, agent, limits, now);
    });
    return out;
}

}  // namespace loa
