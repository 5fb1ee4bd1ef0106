#pragma once
/// \file
/// What was published and could not be taken in: looked at, corrected, deleted.

#include "gateway/api/router.hpp"

namespace loa {

/// /api/rejected.
void add_rejected_routes(router& to, api_parts& with);

}  // namespace loa
