#pragma once
/// \file
/// The organisation graph at one moment, and which units an audience term means.

#include "gateway/core/audience.hpp"
#include "gateway/core/number_set.hpp"
#include "gateway/core/time.hpp"
#include "gateway/ledger/database.hpp"

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace loa {

/// Numbers of the units at and below `unit` whose levels (their own, or those of the nearest units above)
/// meet the term's. A unit that is nowhere gives none.
number_set units_of(database& where, const audience_term& term, wall_time when);

/// Units and roles as an eNetViet audience has them: whoever is sent to is sent to with all that is below.
/// Numbers are unit * 4 + role. A term that no exclude and no other term cuts into is one unit; otherwise it
/// is spelt out in schools, and in the classes of a school of which a class is excluded (whoever is at such a
/// school itself cannot be addressed then).
number_set unit_audience(database& where, const audience& who, wall_time when);

/// Bit of a level as stored.
constexpr std::uint32_t level_bit(school_level level) noexcept
{
    return 1u << static_cast<unsigned>(level);
}

std::vector<school_level> levels_of(std::uint32_t bits);

inline constexpr role all_roles[] = {role::staff, role::teacher, role::parent};

}  // namespace loa
