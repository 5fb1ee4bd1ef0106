#pragma once
/// \file
/// A draft sent to its author alone, through the real channels.

#include "gateway/api/router.hpp"

namespace loa {

/// POST /api/drafts/{id}/test.
void add_draft_test_routes(router& to, api_parts& with);

}  // namespace loa
