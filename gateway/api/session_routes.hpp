#pragma once
/// \file
/// Signing in and out, and one's own password.

#include "gateway/api/api.hpp"

namespace loa {

void add_session_routes(router& to, api_parts& with);

}  // namespace loa
