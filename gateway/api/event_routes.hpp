#pragma once
/// \file
/// GET /api/events.

#include "gateway/api/api.hpp"

namespace loa {

/// `loop` is the API's.
void add_event_routes(router& to, api_parts& with, boost::asio::io_context& loop);

}  // namespace loa
