#pragma once
/// \file
/// How large the SQLite stores are.

#include "gateway/core/store_figures.hpp"
#include "gateway/ledger/sqlite_params.hpp"

namespace loa {

/// Looks at the files, beside a running gateway; a directory that is not there yet is empty. Throws
/// std::runtime_error with a sentence for people.
store_figures figures_of(const sqlite_params& where);

}  // namespace loa
