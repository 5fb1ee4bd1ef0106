#pragma once
/// \file
/// Units and people from files that are sent to the gateway.

#include "gateway/api/router.hpp"

namespace loa {

/// /api/directory/imports.
void add_import_routes(router& to, api_parts& with);

}  // namespace loa
