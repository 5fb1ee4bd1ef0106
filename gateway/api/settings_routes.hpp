#pragma once
/// \file
/// The settings as far as people may see them.

#include "gateway/api/router.hpp"

namespace loa {

/// GET /api/settings.
void add_settings_routes(router& to, api_parts& with);

}  // namespace loa
