#pragma once
/// \file
/// Who was not reached, and what became of one destination.

#include "gateway/api/api.hpp"

namespace loa {

void add_missed_routes(router& to, api_parts& with);

}  // namespace loa
