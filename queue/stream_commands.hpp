#pragma once
/// \file
/// What the inbox says to Redis and how it reads the answers. Pure: bytes and values.

#include "gateway/core/inbox.hpp"
#include "gateway/core/time.hpp"
#include "queue/redis_connection.hpp"
#include "queue/redis_params.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace loa {

/// Field of a stream entry that holds the bulletin's JSON.
inline constexpr std::string_view payload_field = "bulletin";

request create_group(const redis_params& params);
/// Waits up to `block` (at least 1 ms) for entries that nobody has had.
request read_new(const redis_params& params, std::size_t count, std::chrono::milliseconds block);
/// Entries of this consumer that are not acknowledged and come after the id.
request read_pending(const redis_params& params, std::size_t count, std::string_view after);
/// The ids of up to one such entry, without its content.
request list_pending(const redis_params& params, std::string_view after);
request claim_idle(const redis_params& params, std::size_t count, std::string_view cursor);
/// One transaction.
request acknowledge(const redis_params& params, std::span<const std::string> ids);
/// One transaction.
request reject(const redis_params& params, const inbox_entry& entry, const problems& reasons, wall_time now);

struct read_entries {
    std::vector<inbox_entry> entries;
    std::vector<std::string> gone;  ///< still listed as pending, but deleted
    std::string last;               ///< id of the last of all; empty: there were none
};
struct claimed_entries {
    std::string cursor;  ///< for the next call; "0-0" at the end
    read_entries read;
};

/// Errors of all: errc::redis_reply.
result<read_entries> parse_read(reply answer);
result<claimed_entries> parse_claim(reply answer);  ///< of Redis 6.2 (two elements) or 7 (three)
result<std::vector<std::string>> parse_pending(const reply& answer);

/// The error of a transaction sent whole (MULTI, commands, EXEC): of any of its replies or of any result
/// within EXEC's. Empty: none.
std::string transaction_error(const std::vector<reply>& replies);

}  // namespace loa
