#pragma once
/// \file
/// The tables of the directory: units, and the people or accounts that can be reached. There is no place in
/// them for a pupil.

#include "gateway/ledger/database.hpp"

#include <cstdint>
#include <string_view>

namespace loa {

const store_schema& directory_schema() noexcept;

/// Stored in person.reach.
inline constexpr std::uint32_t reach_account = 1;
inline constexpr std::uint32_t reach_mailbox = 2;

}  // namespace loa
