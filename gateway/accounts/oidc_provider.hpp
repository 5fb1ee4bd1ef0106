#pragma once
/// \file
/// Signing in by somebody else's account: OpenID Connect, with the authorization code and PKCE.

#include "gateway/core/time.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace loa {

/// Why there is no answer. What exactly went wrong is in the provider's log lines.
enum class oidc_fault : std::uint8_t {
    busy,         ///< enough others wait for the provider already
    unavailable,  ///< it cannot be reached, or does not work as it should
    refused,      ///< it does not take the code, or its token proves nothing
    no_name,      ///< the token is good, but does not say (or vouch for) what users are known by
};

/// Who somebody is, as the provider vouches for it.
struct oidc_person {
    std::string name;
    bool is_mailbox = false;  ///< `name` is a user's mailbox, not his name
};

/// Thread-safe. Each call may take seconds, and no longer than a limit of its own; only a few at once may,
/// the others are `busy` at once. Not to be called on the loop that it works on.
class oidc_provider {
public:
    virtual ~oidc_provider() = default;

    struct question {
        std::string redirect_uri, state, nonce;
        std::string challenge;  ///< PKCE, S256
    };
    /// Where the browser is sent to.
    virtual std::variant<std::string, oidc_fault> sign_in_url(const question& what) = 0;

    struct answer {
        std::string redirect_uri, nonce;
        std::string code, verifier;  ///< the code it gave the browser; PKCE
        wall_time now{};
    };
    /// Whose sign-in the code is.
    virtual std::variant<oidc_person, oidc_fault> redeem(const answer& what) = 0;

    /// Nobody waits for the provider any more: `unavailable`, now and from now on.
    virtual void stop() noexcept = 0;
};

}  // namespace loa
