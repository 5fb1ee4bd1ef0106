#pragma once
/// \file
/// Whether the gateway is alive, and ready: for monitoring.

#include "gateway/api/api.hpp"

namespace loa {

void add_health_routes(router& to, api_parts& with);

}  // namespace loa
