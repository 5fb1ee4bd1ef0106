#include "gateway/api/oidc_routes.hpp"

#include "gateway/accounts/oidc_attempts.hpp"
#include "gateway/accounts/oidc_provider.hpp"
#include "gateway/accounts/sign_in.hpp"
#include "gateway/api/identify.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"

#include <memory>
#include <variant>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::string_view callback_path = "/api/session/oidc/callback";
constexpr std::size_t longest_code = 4'096;

oidc_provider& provider_of(const api_call& call)
{
    if (call.with.oidc == nullptr)
        throw api_problem{404, "oidc_off"};
    return *call.with.oidc;
}

std::string redirect_uri(const api_call& call)
{
    return std::string{call.with.how.public_url}.append(callback_path);
}

/// Another attempt must start anew.
[[noreturn]] void end_attempt(const api_call& call, unsigned status, std::string code)
{
    api_problem out{status, std::move(code)};
    out.headers.emplace_back("Set-Cookie", sign_in_cookie(call.request, call.with.how, {}));
    throw out;
}

[[noreturn]] void try_again(bool is_busy)
{
    api_problem out{503, is_busy ? "busy" : "oidc_unavailable"};
    out.headers.emplace_back("Retry-After", is_busy ? "1" : "5");
    throw out;
}

/// The provider answered, and not as it should.
[[noreturn]] void refuse(const api_call& call, const char* why, std::string code, wall_time now)
{
    call.at.users().note_sign_in({now, "?", call.request.peer, false, why});
    end_attempt(call, 403, std::move(code));
}

http_reply redirect(unsigned status, std::string where)
{
    http_reply out;
    out.status = status;
    out.headers.emplace_back("Location", std::move(where));
    return out;
}

http_reply go(const api_call& call, const oidc_attempts& attempts)
{
    auto& provider = provider_of(call);
    const auto attempt = attempts.start(now_by(call.with.how));
    const auto answer =
        provider.sign_in_url({redirect_uri(call), attempt.state, attempt.nonce, attempt.challenge});
    if (const auto* fault = std::get_if<oidc_fault>(&answer))
        try_again(*fault == oidc_fault::busy);
    auto out = redirect(302, std::get<std::string>(answer));
    out.headers.emplace_back("Set-Cookie", sign_in_cookie(call.request, call.with.how, attempt.cookie));
    return out;
}

http_reply come_back(const api_call& call, oidc_attempts& attempts)
{
    auto& provider = provider_of(call);
    const auto now = now_by(call.with.how);
    const auto state = call.request.parameter("state"), code = call.request.parameter("code");
    const auto attempt = attempts.take(
        call.request.cookie(sign_in_cookie_name(call.request, call.with.how)), state.value_or(""), now
    );
    if (!attempt)
        end_attempt(call, 400, "oidc_state");
    if (!code || code->empty() || code->size() > longest_code)
        refuse(call, "oidc_refused", "oidc_refused", now);

    const auto answer =
        provider.redeem({redirect_uri(call), attempt->nonce, std::string{*code}, attempt->verifier, now});
    if (const auto* fault = std::get_if<oidc_fault>(&answer)) {
        switch (*fault) {
            case oidc_fault::busy:
            case oidc_fault::unavailable:
                attempts.give_back(*attempt);  // loading the page again is enough
                try_again(*fault == oidc_fault::busy);
            case oidc_fault::refused: refuse(call, "oidc_refused", "oidc_refused", now);
            case oidc_fault::no_name: refuse(call, "oidc_no_name", "oidc_no_name", now);
        }
    }
    const auto signed_in_as = sign_in_proven(
        call.at,
        std::get<oidc_person>(answer),
        call.request.peer,
        std::string{call.request.header("user-agent")},
        {call.with.how.session_idle, call.with.how.session_most},
        now
    );
    if (const auto* refusal = std::get_if<proven_refusal>(&signed_in_as))
        end_attempt(call, 403, *refusal == proven_refusal::inactive ? "oidc_inactive" : "oidc_no_user");

    // A session that the browser had before is over: nobody who knew its token is in the new one.
    const auto before = identify(call.request, call.at, call.with.how);
    if (before.at)
        call.at.users().end_session(before.at->hash);
    auto out = redirect(303, "/");
    out.headers.emplace_back("Set-Cookie", sign_in_cookie(call.request, call.with.how, {}));
    out.headers.emplace_back(
        "Set-Cookie", session_cookie(call.request, call.with.how, std::get<signed_in>(signed_in_as).token)
    );
    return out;
}

/// A person at a browser is led to the page where one signs in, with the reason, and not left before a problem in JSON.
template <class F>
http_reply told_to_people(const api_call& call, F action)
{
    try {
        return action();
    } catch (const api_problem& what) {
        if (call.request.header("accept").find("text/html") == std::string_view::npos)
            throw;
        auto out = redirect(303, std::string{"/?sign_in_refused="}.append(what.code));
        for (const auto& [name, value] : what.headers)
            if (name == "Set-Cookie")
                out.headers.emplace_back(name, value);
        return out;
    }
}

http_reply ways(api_call& call)
{
    return json_reply(json::object{
        {"password", true},
        {"oidc", call.with.oidc != nullptr},
        {"first_run", call.at.users().users().empty()},
        // So that a page need not ask what is refused to nobody: browsers note that as an error.
        {"signed_in", identify(call.request, call.at, call.with.how).by != proof::none},
    });
}

}  // namespace

void add_oidc_routes(router& to, api_parts&)
{
    const auto attempts = std::make_shared<oidc_attempts>();
    to.add({"GET", "/api/session/oidc", access::open(), [attempts](api_call& call) {
                return told_to_people(call, [&] { return go(call, *attempts); });
            }});
    to.add({"GET", std::string{callback_path}, access::open(), [attempts](api_call& call) {
                return told_to_people(call, [&] { return come_back(call, *attempts); });
            }});
    to.add({"GET", "/api/session/ways", access::open(), ways});
}

}  // namespace loa
