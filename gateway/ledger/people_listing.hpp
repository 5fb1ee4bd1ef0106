#pragma once
/// \file
/// Who destination numbers are, for people at the command line. Synchronous, on a connection of its own.

#include "gateway/core/directory.hpp"
#include "gateway/core/number_set.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace loa {

struct destination_line {
    std::uint32_t no = 0;
    std::string ref;  ///< of the person, or of the unit for contact::unit
    std::string name;
    std::string unit, unit_name;  ///< the first unit at which the person is something
    std::string role;             ///< what the person is there
    std::string account, email;
};

/// Calls `each` in ascending order of number; numbers that nobody has (any more) are left out. One sweep
/// through the directory whatever the number of numbers. Throws std::runtime_error with a sentence for
/// people.
void list_destinations(
    const sqlite_params& where,
    contact by,
    const number_set& whom,
    const std::function<void(const destination_line&)>& each
);

}  // namespace loa
