#pragma once
/// \file
/// How the gateway itself is.

#include "gateway/api/router.hpp"

namespace loa {

/// GET /api/system.
void add_system_routes(router& to, api_parts& with);

}  // namespace loa
