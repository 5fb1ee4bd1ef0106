#pragma once
/// \file
/// A broadcast as the JSON that scripts read.

#include "gateway/core/ledger.hpp"

#include <boost/json/object.hpp>

namespace loa::cli {

boost::json::object to_json(const broadcast_status& what);
boost::json::object to_json(const delivery_counts& counts);

}  // namespace loa::cli
