#pragma once
/// \file
/// The directory in one SQLite file, directory.db, apart from the ledger so that an import never holds up
/// sending.

#include "gateway/core/directory.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace loa {

/// Makes an empty one if it is not there. The loop and the log must outlive it. Throws std::runtime_error
/// with a sentence for people.
std::unique_ptr<directory> make_sqlite_directory(
    boost::asio::io_context& loop, sqlite_params params, logger& log
);

}  // namespace loa
