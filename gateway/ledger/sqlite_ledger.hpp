#pragma once
/// \file
/// The ledger in one SQLite file, ledger.db.

#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/meter.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace loa {

/// Makes folder and file if they are not there. Only one gateway of an instance name can have it open. The
/// loop, the log and the meter must outlive it. Throws std::runtime_error with a sentence for people.
std::unique_ptr<ledger> make_sqlite_ledger(
    boost::asio::io_context& loop, sqlite_params params, logger& log, meter& counts = no_meter()
);

/// Looks at a ledger that is there, also beside a running gateway. Throws as above.
std::unique_ptr<ledger_desk> make_ledger_desk(sqlite_params params);

}  // namespace loa
