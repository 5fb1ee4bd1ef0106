#pragma once
/// \file
/// Bulletins that editors write: drafted, checked, looked at, tested, submitted, and opened again.

#include "gateway/api/router.hpp"
#include "gateway/core/broadcast.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace loa {

/// /api/drafts and what is below it.
void add_draft_routes(router& to, api_parts& with);

/// To be called in the transaction in which a broadcast is given back or recalled: the draft that it was made
/// of is open again, as the next version and with the comment. Nothing if it was made of none. Returns the
/// draft's id.
std::optional<std::int64_t> reopen_draft_of(desk& at, broadcast_id id, const std::string& comment);

}  // namespace loa
