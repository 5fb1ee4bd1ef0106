#pragma once
/// \file
/// Who must not be sent to, and why.

#include "gateway/core/directory.hpp"
#include "gateway/core/suppression_origin.hpp"
#include "gateway/core/time.hpp"
#include "gateway/ledger/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// The first cause stays. Returns false if it was there already.
bool suppress_address(
    database& where,
    contact by,
    std::string_view address,
    std::string_view cause,
    suppression_origin origin,
    wall_time now
);
/// Returns false if it was not there.
bool lift_suppression(database& where, contact by, std::string_view address, wall_time now);

/// One answer for each address.
std::vector<bool> suppressed_among(database& where, contact by, const std::vector<std::string>& addresses);

}  // namespace loa
