#pragma once
/// \file
/// Signing in by the provider of OpenID Connect.

#include "gateway/api/api.hpp"

namespace loa {

void add_oidc_routes(router& to, api_parts& with);

}  // namespace loa
