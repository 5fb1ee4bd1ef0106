#pragma once
/// \file
/// What an import of people leaves to be done when everybody has a number. Parts of the import's transaction.

#include "gateway/core/number_set.hpp"
#include "gateway/ledger/database.hpp"

#include <compare>
#include <cstdint>

namespace loa {

struct membership_place {
    std::uint32_t role = 0, unit = 0;
    friend auto operator<=>(const membership_place&, const membership_place&) = default;
};

/// Gives everybody in `known` exactly the memberships that the temporary table staged_membership has for
/// them. Walks what was and what shall be side by side and writes only the difference. Adds to `changed` who
/// is not as before.
void replace_memberships(database& where, const number_set& known, number_set& changed);

/// Notes anew who has an account or a mailbox that somebody else has too.
void find_shared_addresses(database& where);

}  // namespace loa
