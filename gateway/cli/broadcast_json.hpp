#pragma once
/// \file
/// A broadcast as the JSON that scripts read.

#include "gateway/core/ledger_desk.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace loa::cli {

/// Whether the deliveries were counted: `loa broadcasts` does not, so it says nothing of them.
enum class counted : bool { no, yes };

/// \param paused  all channels that are
boost::json::object to_json(const broadcast_status& what, counted how, const std::vector<ledger_desk::channel_pause>& paused);
boost::json::object to_json(const delivery_counts& counts);

}  // namespace loa::cli
