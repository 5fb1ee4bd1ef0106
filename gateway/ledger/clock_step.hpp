#pragma once
/// \file
/// What to do when the machine's clock is put back.

#include "gateway/core/logger.hpp"
#include "gateway/core/time.hpp"
#include "gateway/ledger/database.hpp"

#include <optional>

namespace loa {

/// When batches are due and leases end is stored by the clock. Put back by an hour, it would make everything
/// wait for an hour; so the ledger remembers what the time was last, and moves these times along. A clock put
/// forward needs nothing: all is due sooner. One for each writing connection.
class clock_step {
public:
    /// Call in each transaction that goes by the time.
    void follow(database& where, wall_time now, logger& log);

private:
    std::optional<wall_time> stored_;  ///< as the ledger had it lately; asked again when it may matter
};

}  // namespace loa
