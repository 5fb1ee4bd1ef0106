#pragma once
/// \file
/// Sign-ins that wait for the browser to come back from the provider.

#include "gateway/core/time.hpp"

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// One of them. All but the cookie is derived from it by a key of this process, so that nothing is kept for
/// those who never come back.
struct oidc_attempt {
    std::string cookie;  ///< what the browser keeps meanwhile
    std::string state, nonce;
    std::string verifier, challenge;  ///< PKCE, S256
};

/// Thread-safe.
class oidc_attempts {
public:
    oidc_attempts();

    oidc_attempt start(wall_time now) const;

    /// The browser is back with its cookie and the state. Each is taken once: nothing if it was taken
    /// already, is too old, or if the two do not belong together.
    std::optional<oidc_attempt> take(std::string_view cookie, std::string_view state, wall_time now);
    /// Nothing came of it, through no fault of the browser: it may be taken again.
    void give_back(const oidc_attempt& what);

    static constexpr std::chrono::minutes good_for{10};

private:
    oidc_attempt attempt_of(std::string cookie) const;
    std::string derive(std::string_view what, std::string_view cookie) const;

    const std::string key_;
    std::mutex mutex_;
    std::map<std::string, wall_time> taken_;  ///< states, and when they would be too old anyway
};

}  // namespace loa
