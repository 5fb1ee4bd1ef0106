#pragma once
/// \file
/// Takes away what has been kept long enough.

#include "gateway/core/actor.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/ledger/retention_params.hpp"
#include "gateway/ledger/sqlite_params.hpp"

#include <cstdint>
#include <string>

namespace loa {

/// What was, or would be, taken away.
struct purge_report {
    std::uint64_t audit_entries = 0;
    std::uint64_t sign_ins = 0;
    std::uint64_t sessions = 0;  ///< that are over
    std::uint64_t replies = 0;
    std::uint64_t broadcasts = 0;  ///< whose deliveries were forgotten; what they add up to stays
    std::uint64_t batches = 0;     ///< of these
    std::uint64_t rejects = 0;     ///< lists of rows that were rejected by imports of the directory
    audit_check audit;             ///< before: entries of a broken chain are left as they are, as evidence

    bool is_empty() const noexcept
    {
        return audit_entries + sign_ins + sessions + replies + broadcasts + rejects == 0;
    }
};

/// On a connection of its own, beside a running gateway, in several short transactions. Writes what it took
/// away in the audit log. The hash of the last audit entry that it takes away becomes the start of the chain,
/// so that the rest can still be verified. Suppressions are never taken away: a refusal holds until it is
/// lifted. Throws std::runtime_error with a sentence for people.
enum class purge_mode : bool { only_say, take_away };
purge_report purge(
    const sqlite_params& params, const retention_params& keep, purge_mode how, const actor& by
);

}  // namespace loa
