#pragma once
/// \file
/// A draft or a broadcast looked at as somebody would get it.

#include "gateway/api/router.hpp"

namespace loa {

/// POST /api/drafts/{id}/check and /preview, and /api/broadcasts/{id}/preview, which is what an approver
/// looks at; GET the same with .html, one channel as a page of its own.
void add_draft_preview_routes(router& to, api_parts& with);

}  // namespace loa
