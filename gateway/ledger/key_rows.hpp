#pragma once
/// \file
/// What callers prove themselves by, sessions and keys, and the replies kept for them.

#include "gateway/core/user_desk.hpp"
#include "gateway/ledger/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loa {

void add_session(database& where, const session& what);
std::optional<session> find_session(database& where, const token_hash& hash);

std::int64_t add_key(database& where, const api_key& what, const token_hash& hash);
/// Newest first.
std::vector<api_key> keys(database& where);
std::optional<api_key> find_key(database& where, const token_hash& hash);

/// What was kept within a day before `now`.
std::optional<kept_reply> find_reply(
    database& where, const std::string& who, const std::string& key, wall_time now
);
void keep_reply(
    database& where, const std::string& who, const std::string& key, const kept_reply& what, wall_time now
);

}  // namespace loa
