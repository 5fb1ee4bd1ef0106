#pragma once
/// \file
/// The Director's report of a period.

#include "gateway/api/api.hpp"

namespace loa {

void add_report_routes(router& to, api_parts& with);

}  // namespace loa
