#pragma once
/// \file
/// What is told of broadcasts. Each function is a read of the caller's transaction.

#include "gateway/core/ledger_desk.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/lane_totals.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace loa {

/// Newest first, with their channels but without counts.
std::vector<broadcast_status> newest_broadcasts(database& where, std::size_t most);
/// The same of those that fit. Looks at a bounded number of rows, whatever it finds.
broadcast_page list_broadcasts(database& where, const broadcast_filter& which, std::size_t most);
/// Everything that is not over, newest first, with counts.
std::vector<broadcast_status> live_broadcasts(database& where);
/// With counts and causes.
std::optional<broadcast_status> broadcast_in_full(database& where, broadcast_id id);

}  // namespace loa
