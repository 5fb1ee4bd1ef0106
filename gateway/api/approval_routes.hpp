#pragma once
/// \file
/// Approval: letting a broadcast go out, giving it back, and when it starts.

#include "gateway/api/api.hpp"

namespace loa {

void add_approval_routes(router& to, api_parts& with);

}  // namespace loa
