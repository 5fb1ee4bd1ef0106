#pragma once
/// \file
/// The tables of the directory: units, and the people or accounts that can be reached. There is no place in
/// them for a pupil.

#include "gateway/ledger/database.hpp"

#include <cstdint>
#include <string_view>

namespace loa {

const store_schema& directory_schema() noexcept;

/// The indexes of people, taken away while the first people are stored: made at the end they are sorted once,
/// which is several times quicker if references have nothing to do with the organisation.
inline constexpr auto drop_person_indexes =
    "DROP INDEX person_ref; DROP INDEX person_reach; DROP INDEX person_account; DROP INDEX person_email";
inline constexpr auto make_person_indexes =
    "CREATE UNIQUE INDEX person_ref ON person (ref);"
    " CREATE INDEX person_reach ON person (no, reach);"
    " CREATE INDEX person_account ON person (account) WHERE account IS NOT NULL;"
    " CREATE INDEX person_email ON person (email) WHERE email IS NOT NULL";

/// Stored in person.reach.
inline constexpr std::uint32_t reach_account = 1;
inline constexpr std::uint32_t reach_mailbox = 2;

}  // namespace loa
