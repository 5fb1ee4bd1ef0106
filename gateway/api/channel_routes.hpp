#pragma once
/// \file
/// Channels: how they are doing, and pausing them.

#include "gateway/api/api.hpp"

namespace loa {

void add_channel_routes(router& to, api_parts& with);

}  // namespace loa
