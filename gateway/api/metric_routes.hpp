#pragma once
/// \file
/// GET /metrics.

#include "gateway/api/api.hpp"

namespace loa {

void add_metric_routes(router& to, api_parts& with);

}  // namespace loa
