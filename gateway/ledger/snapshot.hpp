#pragma once
/// \file
/// Reading several things as they were together.

#include "gateway/ledger/database.hpp"

namespace loa {

/// Several reads of one moment; that of the transaction if there is one.
class snapshot {
public:
    explicit snapshot(database& where) : where_{where}, is_outermost_{!where.in_transaction()}
    {
        if (is_outermost_)
            where_.execute("BEGIN");
    }
    ~snapshot()
    {
        if (!is_outermost_)
            return;
        try {
            where_.execute("COMMIT");
        } catch (const store_error&) {  // nothing was written
        }
    }
    snapshot(const snapshot&) = delete;
    snapshot& operator=(const snapshot&) = delete;

private:
    database& where_;
    const bool is_outermost_;
};

}  // namespace loa
