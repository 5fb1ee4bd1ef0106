#pragma once
/// \file
/// How far broadcasts got by unit, what happened to them, and what is in trouble.

#include "gateway/api/api.hpp"

namespace loa {

void add_outcome_routes(router& to, api_parts& with);

}  // namespace loa
