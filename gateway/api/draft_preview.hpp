#pragma once
/// \file
/// A draft looked at before it goes out: as somebody would get it, and sent to its author for a test.

#include "gateway/api/router.hpp"

namespace loa {

/// POST /api/drafts/{id}/check, /preview and /test, and /api/broadcasts/{id}/preview: what an approver looks
/// at.
void add_draft_preview_routes(router& to, api_parts& with);

}  // namespace loa
