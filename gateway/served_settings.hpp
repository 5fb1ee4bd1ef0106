#pragma once
/// \file
/// Which of the settings the API shows.

#include "config/settings.hpp"
#include "gateway/api/shown_settings.hpp"

namespace loa {

/// No secrets, and no addresses of servers: a key is shown only if it is named here.
shown_settings shown_of(const settings& what);

}  // namespace loa
