#pragma once
/// \file
/// ID tokens (OpenID Connect Core 1.0 section 3.1.3.7): without a socket or a clock.

#include "adapters/oidc/json_web_keys.hpp"
#include "gateway/core/time.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace loa {

/// What is wrong with a token: the first thing that is.
enum class id_token_fault : std::uint8_t {
    malformed,
    unknown_algorithm,  ///< neither RS256 nor ES256, or a header that asks for what we do not do
    unknown_key,        ///< perhaps a new one: read the keys again
    wrong_signature,
    wrong_issuer,
    wrong_audience,
    expired,
    not_yet,  ///< made in the future
    wrong_nonce,
};

/// "expired", for the log.
std::string_view to_string(id_token_fault what) noexcept;

/// What a good token says.
struct id_token_terms {
    std::string issuer, client_id, nonce;
    wall_time now{};
};

/// Clocks may differ by so much.
inline constexpr std::chrono::seconds clock_leeway{60};

inline constexpr std::size_t longest_id_token = 16 * 1024;

/// The claims of a token that is signed by one of the keys and meets the terms.
boost::system::result<boost::json::object, id_token_fault> verify_id_token(
    std::string_view token, const json_web_keys& keys, const id_token_terms& terms
);

}  // namespace loa
