#pragma once
/// \file
/// Broadcasts as JSON: what the API answers and what `loa --json` prints.

#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/receipt_desk.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <vector>

namespace loa {

/// Whether the deliveries were counted: a list does not, so it says nothing of them.
enum class counted : bool { no, yes };

boost::json::object to_json(const broadcast_status& what, counted how);
boost::json::object to_json(const delivery_counts& counts);
boost::json::object to_json(const delivery_detail& what);
boost::json::array to_json(const std::vector<receipt_desk::total>& receipts);

std::string_view to_string(held_for what) noexcept;

}  // namespace loa
