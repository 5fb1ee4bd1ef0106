#pragma once
/// \file
/// What is sent to a provider, by the browser and by us.

#include "adapters/oidc/oidc_metadata.hpp"
#include "adapters/oidc/oidc_params.hpp"
#include "gateway/accounts/oidc_provider.hpp"

#include <string>

namespace loa {

/// Authorization code flow with PKCE.
std::string sign_in_url(
    const std::string& endpoint, const oidc_params& params, const oidc_provider::question& what
);

/// An HTTP request, whole.
std::string get_request(const https_place& to);
std::string token_request(
    const oidc_metadata& to, const oidc_params& params, const oidc_provider::answer& what
);

}  // namespace loa
