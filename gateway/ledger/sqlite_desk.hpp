#pragma once
/// \file
/// The desk on the SQLite stores.

#include "gateway/core/desk.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <memory>

namespace loa {

/// Opens a ledger that is there, beside a running gateway and other desks; what it writes waits some seconds for its
/// turn. Throws std::runtime_error with a sentence for people.
std::unique_ptr<desk> open_desk(sqlite_params params);

}  // namespace loa
