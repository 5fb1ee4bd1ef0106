#pragma once
/// \file
/// POST /hooks/enetviet: what the partner tells later of what it took.

#include "gateway/api/api.hpp"

namespace loa {

void add_receipt_routes(router& to, api_parts& with);

}  // namespace loa
