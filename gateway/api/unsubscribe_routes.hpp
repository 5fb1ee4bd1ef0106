#pragma once
/// \file
/// The page behind the link in every mail by which somebody stops mail: /u/{token}.

#include "gateway/api/api.hpp"

namespace loa {

void add_unsubscribe_routes(router& to, api_parts& with);

}  // namespace loa
