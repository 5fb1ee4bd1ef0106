#pragma once
/// \file
/// Broadcasts: what is being sent and was sent, and steering it.

#include "gateway/api/api.hpp"

namespace loa {

void add_broadcast_routes(router& to, api_parts& with);

}  // namespace loa
