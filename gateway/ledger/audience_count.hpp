#pragma once
/// \file
/// Who an audience is, out of the census: as the planner would find it, but while somebody looks on.

#include "gateway/core/directory_desk.hpp"
#include "gateway/ledger/directory_census.hpp"

#include <array>
#include <cstdint>

namespace loa {

/// As audience_of(database&, ...) for accounts and mailboxes.
audience_members members_of(const directory_census& all, const audience& who, contact by, wall_time when);

/// People of an audience who are sent to: who has an address that no smaller number has.
number_set reachable(const audience_members& who);

/// For accounts and mailboxes.
audience_count count_audience(const directory_census& all, const audience& who, contact by, wall_time when);

/// At the unit and below it, each once for each role.
std::array<std::uint64_t, 3> people_below(const directory_census& all, std::uint32_t unit, wall_time when);

}  // namespace loa
