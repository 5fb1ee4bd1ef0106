#pragma once
/// \file
/// The console's page and files, to whoever asks.

#include "gateway/api/router.hpp"

namespace loa {

/// GET /, /assets/{file} and whatever no other route has. Without a folder in the settings they are nowhere.
/// Throws std::runtime_error with a sentence for people if the folder cannot be read.
void add_console_routes(router& to, api_parts& with);

}  // namespace loa
