#pragma once
/// \file
/// Who asks, and whether he may.

#include "gateway/api/api_params.hpp"
#include "gateway/api/router.hpp"
#include "gateway/core/actor.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/core/time.hpp"
#include "gateway/core/user_desk.hpp"
#include "gateway/http/http_message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// By what a caller proved who he is.
enum class proof : std::uint8_t {
    none,
    session,  ///< the cookie of a browser
    key,      ///< Authorization: Bearer loa_...
    socket,   ///< the unix socket, as root or as the gateway's own user
};

struct identity {
    actor who;  ///< empty name: nobody
    proof by = proof::none;
    std::optional<session> at;          ///< of a browser
    bool must_change_password = false;  ///< and may do nothing else until then
    std::string_view
        fault;  ///< nobody, because of this: "session_over", "key_unknown", "key_expired", "key_revoked"
};

/// A key goes before a cookie, and a cookie before the socket. What comes over the socket from a browser or
/// through another server proves nothing by that. Writes at most once a minute that a session or key was
/// used.
identity identify(const http_request& of, desk& at, const api_params& how);

/// Throws api_problem: 401, 403 "not_allowed", "password_must_change", "cross_site", "csrf_token".
void admit(const route& to, const http_request& of, const identity& who, const api_params& how);

/// A browser sends this request on behalf of a page that is not ours.
bool is_cross_site(const http_request& of, const api_params& how) noexcept;

/// The Set-Cookie header that starts a session, or, with an empty token, ends it.
std::string session_cookie(const http_request& of, const api_params& how, std::string_view token);

/// What the browser keeps while it is away to sign in with somebody else, and an empty value: no more. Unlike
/// a session's it comes along when another site's page leads back to us.
std::string sign_in_cookie(const http_request& of, const api_params& how, std::string_view value);
std::string_view sign_in_cookie_name(const http_request& of, const api_params& how) noexcept;

wall_time now_by(const api_params& how);

}  // namespace loa
