#pragma once
/// \file
/// One post as eNetViet shows it. Within the folder.

#include "adapters/enetviet/enetviet_params.hpp"
#include "gateway/core/channel.hpp"

#include <string>

namespace loa {

/// Reads the parts of a post out of the body of its request, under the names that the partner has for them.
message_preview preview_of(const enetviet_params& params, std::string request_body);

}  // namespace loa
