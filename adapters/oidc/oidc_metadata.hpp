#pragma once
/// \file
/// What a provider says of itself (OpenID Connect Discovery 1.0).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// An https URL in the pieces that a request needs.
struct https_place {
    std::string host;  ///< to connect to and to verify
    std::uint16_t port = 443;
    std::string authority, target;  ///< "sso.hcm.edu.vn:8443", "/keys?x=1"
};
/// Nothing if it is no https URL, or has a user or a fragment.
std::optional<https_place> read_https_url(std::string_view url);

struct oidc_metadata {
    std::string authorization_url;
    https_place token, keys;
    bool takes_basic = true;  ///< the client's secret comes as HTTP Basic; else in the form
};

/// \param issuer  who it must be, to the letter
/// Nothing if it is not, or something is missing; `why` says what.
std::optional<oidc_metadata> read_oidc_metadata(
    std::string_view text, std::string_view issuer, std::string& why
);

/// "https://sso.hcm.edu.vn" -> "https://sso.hcm.edu.vn/.well-known/openid-configuration"
std::string discovery_url(std::string_view issuer);

}  // namespace loa
