#pragma once
/// \file
/// Passwords as they are kept: Argon2id with 19 MiB and 2 passes (OWASP's choice of 2023), about 17 ms of a core each.

#include <stdexcept>
#include <string>
#include <string_view>

namespace loa {

/// At most two passwords are hashed at a time in this process and one more waits, so that neither memory nor
/// all threads of the API can be taken by people who sign in. Whoever comes then should try again in a
/// second.
class passwords_busy : public std::runtime_error {
public:
    passwords_busy() : std::runtime_error{"too many passwords are being checked"} {}
};

/// libsodium's string form, salt and costs included. Throws passwords_busy, and std::bad_alloc without
/// memory.
std::string hash_password(std::string_view password);

/// An empty hash (nobody of this name, or no password) matches nothing, at the same cost. Throws as above.
bool password_matches(const std::string& hash, std::string_view password);

}  // namespace loa
