#include "gateway/api/identify.hpp"

#include "gateway/accounts/token.hpp"
#include "gateway/api/problem.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace loa {
namespace {

constexpr std::chrono::minutes use_is_noted_every{1};

/// "https://loa.hcm.edu.vn/" -> "loa.hcm.edu.vn"
std::string_view authority_of(std::string_view url) noexcept
{
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find('/'));
}

/// The browser's side of the connection is TLS, ours or that of the server in front of us.
bool is_https(const http_request& of, const api_params& how) noexcept
{
    return of.is_secure ||
           (how.public_url.starts_with("https://") && of.header("host") == authority_of(how.public_url));
}

/// The prefix has the browser refuse it from plain HTTP, from other hosts of the domain and for other paths.
std::string_view cookie_name(const http_request& of, const api_params& how) noexcept
{
    return is_https(of, how) ? "__Host-loa_session" : "loa_session";
}

/// That somebody was here. If it cannot be written down he is let in all the same: what he reads may say why.
template <class F>
void note_use(F how)
{
    try {
        how();
    } catch (const std::runtime_error&) {
    }
}

identity by_key(std::string_view key, const http_request& of, desk& at, wall_time now)
{
    identity out;
    auto& users = at.users();
    const auto found = users.find_key(hash_of(key));
    const auto owner = found && found->owner != 0 ? users.find(found->owner) : std::nullopt;
    if (!found)
        out.fault = "key_unknown";
    else if (found->revoked || (found->owner != 0 && (!owner || !owner->is_active)))
        out.fault = "key_revoked";
    else if (found->expires <= now)
        out.fault = "key_expired";
    if (!out.fault.empty())
        return out;
    out.by = proof::key;
    out.who.user = found->owner;
    out.who.name = "key:" + found->name;
    out.who.peer = of.peer;
    // What its owner may no longer do, his key may not either.
    const auto allowed = owner ? owner->roles.bits() : found->roles.bits();
    out.who.roles = user_roles::from_bits(static_cast<std::uint8_t>(found->roles.bits() & allowed));
    if (!found->last_used || now - *found->last_used >= use_is_noted_every)
        note_use([&] { users.note_key_use(found->id, now); });
    return out;
}

identity by_session(
    std::string_view token, const http_request& of, desk& at, const api_params& how, wall_time now
)
{
    identity out;
    auto& users = at.users();
    auto found = users.find_session(hash_of(token));
    const auto who = found ? users.find(found->user) : std::nullopt;
    if (!found || found->expires <= now || now - found->created >= how.session_most || !who ||
        !who->is_active) {
        out.fault = "session_over";
        return out;
    }
    if (now - found->seen >= use_is_noted_every) {
        const std::chrono::milliseconds left = found->created + how.session_most - now;
        found->seen = now;
        found->expires = now + std::min<std::chrono::milliseconds>(how.session_idle, left);
        note_use([&] { users.touch_session(found->hash, found->seen, found->expires); });
    }
    out.by = proof::session;
    out.who.user = who->id;
    out.who.name = who->name;
    out.who.roles = who->roles;
    out.who.peer = of.peer;
    out.must_change_password = who->must_change_password;
    out.at = std::move(found);
    return out;
}

/// Root and the user that the gateway runs as could read and write the ledger anyway.
identity by_socket(const http_request& of)
{
    constexpr std::array<std::string_view, 7> passed_on{
        "forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via", "origin", "sec-fetch-site"};
    identity out;
    const auto has = [&](std::string_view name) { return !of.header(name).empty(); };
    if (!of.is_local || !of.peer.starts_with("unix:") || std::ranges::any_of(passed_on, has))
        return out;
    std::uint64_t uid = 0;
    const auto* const end = of.peer.data() + of.peer.size();
    const auto read = std::from_chars(of.peer.data() + 5, end, uid);
    if (read.ec != std::errc{} || read.ptr != end || (uid != 0 && uid != ::geteuid()))
        return out;
    out.by = proof::socket;
    out.who.name = out.who.peer = of.peer;
    out.who.roles = {user_role::administrator, user_role::operations};
    return out;
}

}  // namespace

wall_time now_by(const api_params& how)
{
    if (how.now)
        return how.now();
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

identity identify(const http_request& of, desk& at, const api_params& how)
{
    const auto now = now_by(how);
    if (const auto shown = of.header("authorization"); !shown.empty()) {
        constexpr std::string_view scheme = "bearer ";
        const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
        if (shown.size() <= scheme.size() ||
            !std::ranges::equal(shown.substr(0, scheme.size()), scheme, same)) {
            identity out;
            out.fault = "key_unknown";
            return out;
        }
        return by_key(shown.substr(scheme.size()), of, at, now);
    }
    if (const auto token = of.cookie(cookie_name(of, how)); !token.empty())
        return by_session(token, of, at, how, now);
    return by_socket(of);
}

bool is_cross_site(const http_request& of, const api_params& how) noexcept
{
    // Every browser of these years says where a request comes from, and no page can change what it says.
    if (const auto site = of.header("sec-fetch-site"); !site.empty())
        return site != "same-origin" && site != "none";
    const auto origin = of.header("origin");
    if (origin.empty())
        return false;  // no browser
    const auto from = authority_of(origin);
    return from.empty() || (from != of.header("host") && from != authority_of(how.public_url));
}

void admit(const route& to, const http_request& of, const identity& who, const api_params& how)
{
    const bool is_write = !of.is_read();
    if (is_write && who.by != proof::key && is_cross_site(of, how))
        throw api_problem{403, "cross_site"};
    if (to.who.how == access::kind::open)
        return;
    if (who.who.name.empty()) {
        api_problem problem{401, who.fault.empty() ? "unauthenticated" : std::string{who.fault}};
        problem.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"loa\"");
        throw problem;
    }
    if (is_write && who.by == proof::session && !same_secret(of.header("x-csrf-token"), who.at->csrf))
        throw api_problem{403, "csrf_token"};
    if (who.must_change_password && !to.path.starts_with("/api/session"))
        throw api_problem{403, "password_must_change"};
    if (to.who.how == access::kind::roles && !who.who.roles.has_any_of(to.who.roles))
        throw api_problem{403, "not_allowed"};
}

std::string session_cookie(const http_request& of, const api_params& how, std::string_view token)
{
    std::string out{cookie_name(of, how)};
    out.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict");
    if (is_https(of, how))
        out += "; Secure";
    if (token.empty())
        out += "; Max-Age=0";
    return out;
}

std::string_view sign_in_cookie_name(const http_request& of, const api_params& how) noexcept
{
    return is_https(of, how) ? "__Host-loa_sign_in" : "loa_sign_in";
}

std::string sign_in_cookie(const http_request& of, const api_params& how, std::string_view value)
{
    std::string out{sign_in_cookie_name(of, how)};
    out.append("=")
        .append(value)
        .append("; Path=/; HttpOnly; SameSite=Lax; Max-Age=")
        .append(value.empty() ? "0" : "600");
    if (is_https(of, how))
        out += "; Secure";
    return out;
}

}  // namespace loa
