#pragma once
/// \file
/// Imports by upload on the SQLite directory.

#include "gateway/core/directory_imports.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <memory>

namespace loa {

/// One thread reads a file while there is one, with less claim to the processor than the rest of the gateway.
/// Writes what became of it into the audit log. Imports that another process, killed since, left running have
/// failed. Destroyed: the import that runs stops, leaving the directory as it was. Throws std::system_error
/// when its folder cannot be made. `log` must outlive it.
std::unique_ptr<directory_imports> make_import_jobs(sqlite_params where, logger& log);

}  // namespace loa
