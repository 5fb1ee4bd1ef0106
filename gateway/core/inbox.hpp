#pragma once
/// \file
/// The port from which published bulletins come.

#include "gateway/core/error.hpp"
#include "gateway/core/task.hpp"

#include <string>
#include <vector>

namespace loa {

struct inbox_entry {
    std::string id;       ///< of the entry in the inbox, "1700000000000-0"
    std::string payload;  ///< the bulletin's JSON; empty if the entry has none
};

/// Not thread-safe: call from the sending loop only.
class inbox {
public:
    virtual ~inbox() = default;

    /// Waits for entries and returns at least one. Entries that a dead consumer left are among them. An entry comes again (perhaps
    /// after a restart) until it is acknowledged or rejected. Outages are waited out inside, with a log line at their start
    /// and end. Throws operation_aborted when cancelled, and nothing else.
    virtual task<std::vector<inbox_entry>> take() = 0;

    /// Removes entries. Call only after what they say is committed in the ledger. An error means that they may come again.
    virtual task<result<>> acknowledge(std::vector<std::string> ids) = 0;

    /// Moves an entry, in one transaction, to where operators see it, with the reasons.
    virtual task<result<>> reject(inbox_entry entry, problems reasons) = 0;
};

}  // namespace loa
