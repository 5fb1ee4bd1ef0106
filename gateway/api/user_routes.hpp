#pragma once
/// \file
/// Users, for administrators, and the sign-in log.

#include "gateway/api/api.hpp"

namespace loa {

void add_user_routes(router& to, api_parts& with);

}  // namespace loa
