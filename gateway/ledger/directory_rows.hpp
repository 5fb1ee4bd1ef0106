#pragma once
/// \file
/// What the directory is asked. Each function is a read of the caller's transaction.

#include "gateway/core/directory.hpp"
#include "gateway/ledger/database.hpp"

#include <string>
#include <vector>

namespace loa {

problems check_audience(database& where, const audience& who);
audience_members audience_of(database& where, const audience& who, contact by, wall_time when);
address_page addresses_of(database& where, contact by, const std::vector<std::uint32_t>& numbers);

/// The numbers of people by their references; unknown ones are left out.
number_set numbers_of(database& where, const std::vector<std::string>& references);

/// Everybody with one of the roles at the units. No roles: all.
number_set people_at(database& where, const number_set& units, const std::vector<role>& roles);

}  // namespace loa
