#pragma once
/// \file
/// What the directory holds, for people at the command line. Synchronous, on a connection of its own.

#include "gateway/core/audience.hpp"
#include "gateway/core/time.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loa {

using people_by_role = std::array<std::uint64_t, 3>;  ///< by the value of `role`

struct unit_line {
    std::string ref, name, kind;
    std::vector<school_level> levels;  ///< its own
    std::vector<std::string> parents;  ///< refs of the units it belongs to now
    people_by_role people{};           ///< at the unit itself
};

struct directory_counts {
    std::vector<std::pair<std::string, std::uint64_t>> units;  ///< by kind
    std::uint64_t people = 0, with_account = 0, with_mailbox = 0;
    people_by_role by_role{};  ///< whoever has two roles counts in both
};

/// All of these throw std::runtime_error with a sentence for people if there is no directory or it cannot be
/// read.

/// In organisation order.
void list_units(const sqlite_params& where, const std::function<void(const unit_line&)>& each);
directory_counts count_directory(const sqlite_params& where);
/// People at the unit and below it now, each once for each role. Nothing if there is no such unit.
std::optional<people_by_role> count_people(const sqlite_params& where, const std::string& unit);

}  // namespace loa
