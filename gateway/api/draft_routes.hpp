#pragma once
/// \file
/// Bulletins that editors write: drafted, checked, looked at, tested, submitted, and opened again.

#include "gateway/api/router.hpp"

namespace loa {

/// /api/drafts and what is below it.
void add_draft_routes(router& to, api_parts& with);

}  // namespace loa
