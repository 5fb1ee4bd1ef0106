#pragma once
/// \file
/// Who must not be sent to, and why.

#include "gateway/api/router.hpp"

namespace loa {

/// /api/suppressions.
void add_suppression_routes(router& to, api_parts& with);

}  // namespace loa
