#pragma once
/// \file
/// The organisation, how many an audience is, and who somebody is.

#include "gateway/api/router.hpp"

namespace loa {

/// /api/audience/count, /api/units, /api/people.
void add_directory_routes(router& to, api_parts& with);

}  // namespace loa
