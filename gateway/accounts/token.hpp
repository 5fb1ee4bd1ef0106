#pragma once
/// \file
/// Secrets that browsers and programs carry. Only their hashes are stored: with 32 random bytes nobody finds
/// the secret to a hash, so SHA-256 is enough and costs nothing.

#include "gateway/core/user_desk.hpp"

#include <string>
#include <string_view>

namespace loa {

/// 32 random bytes as base64url. Throws std::runtime_error if the system gives none.
std::string new_token();

/// SHA-256.
token_hash hash_of(std::string_view token);

struct fresh_key {
    std::string text;    ///< "loa_<prefix>_<secret>": shown once
    std::string prefix;  ///< eight letters and digits, by which people know it again
};
fresh_key new_key();

/// Whether they are the same, in a time that does not tell where they differ.
bool same_secret(std::string_view one, std::string_view other) noexcept;

}  // namespace loa
