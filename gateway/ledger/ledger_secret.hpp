#pragma once
/// \file
/// The secret of an installation, from which idempotency keys are made.

#include "gateway/ledger/database.hpp"

#include <cstdint>
#include <vector>

namespace loa {

/// 32 random bytes, made the first time and the same ever after.
std::vector<std::uint8_t> ensure_secret(database& where);
/// Of a ledger that has one.
std::vector<std::uint8_t> read_secret(database& where);

}  // namespace loa
