#pragma once
/// \file
/// The audit log.

#include "gateway/api/api.hpp"

namespace loa {

void add_audit_routes(router& to, api_parts& with);

}  // namespace loa
