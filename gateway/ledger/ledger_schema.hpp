#pragma once
/// \file
/// The tables of the ledger.

#include "gateway/ledger/database.hpp"

namespace loa {

/// broadcast ─< lane (one of its channels) ─< batch ─ batch_members; content and causes beside.
const store_schema& ledger_schema() noexcept;

}  // namespace loa
