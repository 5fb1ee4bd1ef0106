#pragma once
/// \file
/// Keys of programs.

#include "gateway/api/api.hpp"

namespace loa {

void add_key_routes(router& to, api_parts& with);

}  // namespace loa
