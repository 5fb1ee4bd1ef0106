#pragma once
/// \file
/// How entries of the audit log are chained.

#include "gateway/core/audit_log.hpp"
#include "gateway/core/sha256.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace loa {

using audit_hash = std::array<std::uint8_t, 32>;

/// SHA-256 over the hash of the entry before and the canonical form of this one: "loa audit 1", number and
/// time as eight bytes each (big-endian), then who, peer, action, subject, before and after, each with its
/// length as eight bytes before it. The same entry has one form and two entries never have the same.
/// docs/operations.md shows how to compute it elsewhere.
audit_hash hash_after(const audit_hash& before, const audit_entry& what);

}  // namespace loa
