#pragma once
/// \file
/// Who must not be sent to, and why.

#include "gateway/core/directory.hpp"
#include "gateway/core/time.hpp"
#include "gateway/ledger/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// The first cause stays.
void suppress_address(
    database& where, contact by, std::string_view address, std::string_view cause, wall_time now
);

/// One answer for each address.
std::vector<bool> suppressed_among(database& where, contact by, const std::vector<std::string>& addresses);

}  // namespace loa
