#pragma once
/// \file
/// Who did what, from where, and what it changed: appended only, each entry chained to the one before by a
/// hash.

#include "gateway/core/actor.hpp"
#include "gateway/core/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

struct audit_entry {
    std::int64_t seq = 0;  ///< 1, 2, 3, ... without a gap
    wall_time at{};
    std::string who, peer;
    std::string action;   ///< stable word, subject first: "broadcast.approve", "user.add", "channel.pause"
    std::string subject;  ///< of what: "broadcast 17", "user lan.nguyen", "channel email"
    std::string before, after;  ///< JSON, or empty; never a secret, mailboxes and phone numbers masked
    std::string hash;           ///< hex SHA-256 over the hash before and this entry
};

struct audit_filter {
    std::string who, action, subject;  ///< prefixes; empty: all
    std::optional<wall_time> from, to;
    std::optional<std::int64_t> before_seq;  ///< cursor
};

/// What a check of the chain found.
struct audit_check {
    std::uint64_t entries = 0;
    std::int64_t first_seq = 0, last_seq = 0;  ///< the purge takes away the oldest
    std::string last_hash;
    std::optional<std::int64_t> broken_at;  ///< the first entry that is not what was written, or is missing
    std::string what;                       ///< and how
};

/// Synchronous, on the connection of its desk: an entry written within desk::together stands or falls with
/// what it tells of.
class audit_log {
public:
    virtual ~audit_log() = default;

    virtual void add(
        const actor& who,
        std::string_view action,
        std::string_view subject,
        std::string_view before,
        std::string_view after
    ) = 0;
    /// Newest first.
    virtual std::vector<audit_entry> entries(const audit_filter& which, std::size_t most) = 0;
    /// Oldest first, one by one: for export.
    virtual void each(const audit_filter& which, const std::function<void(const audit_entry&)>& tell) = 0;
    virtual audit_check verify() = 0;
};

}  // namespace loa
