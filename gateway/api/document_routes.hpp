#pragma once
/// \file
/// The OpenAPI document, as it is and as a page.

#include "gateway/api/api.hpp"

namespace loa {

void add_document_routes(router& to, api_parts& with);

}  // namespace loa
