#pragma once
/// \file
/// The people who work with Loa: who they are, how they signed in, and the keys of programs.

#include "gateway/core/actor.hpp"
#include "gateway/core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loa {

struct user {
    std::int64_t id = 0;
    std::string name;       ///< what they sign in with: lower case letters, digits, '.', '-', '_'
    std::string full_name;  ///< "Nguyễn Thị Lan"
    std::string mailbox;    ///< for test sends; may be empty
    user_roles roles;
    bool is_active = true;
    bool must_change_password = false;
    bool has_password = false;   ///< false: signs in by OpenID Connect only
    std::uint64_t revision = 0;  ///< grows with each change: the ETag
    std::optional<wall_time> last_sign_in;
    wall_time created{};
};

/// Hash of a secret that a program or browser carries; the secret itself is never stored.
using token_hash = std::array<std::uint8_t, 32>;

struct session {
    token_hash hash{};
    std::int64_t user = 0;
    std::string csrf;  ///< what a write must carry in X-CSRF-Token
    std::string peer, agent;
    wall_time created{}, seen{}, expires{};
};

struct api_key {
    std::int64_t id = 0;
    std::string name;    ///< "portal"
    std::string prefix;  ///< first characters of the key, so that people can tell which it is
    user_roles roles;
    std::int64_t owner = 0;  ///< user who made it
    wall_time created{}, expires{};
    std::optional<wall_time> last_used, revoked;
};

/// How a sign-in went.
struct sign_in_record {
    wall_time at{};
    std::string name, peer;
    bool succeeded = false;
    /// If not: "wrong_password", "no_such_user", "locked", "inactive", "oidc_refused", "oidc_no_name".
    std::string why;
};

/// How often somebody failed lately.
struct sign_in_failures {
    std::uint32_t count = 0;
    std::optional<wall_time> locked_until;
};

/// What a write with an Idempotency-Key was answered with.
struct kept_reply {
    std::array<std::uint8_t, 32> request{};  ///< SHA-256 over method, path and body
    unsigned status = 0;
    std::string headers, body;
};

/// Synchronous, on the connection of its desk. Throws desk_refusal.
class user_desk {
public:
    virtual ~user_desk() = default;

    virtual std::vector<user> users() = 0;
    virtual std::optional<user> find(std::int64_t id) = 0;
    virtual std::optional<user> find(const std::string& name) = 0;
    /// \param password  Argon2id in libsodium's string form; empty: none. Refused: "name_taken".
    virtual std::int64_t add(const user& who, const std::string& password) = 0;
    /// Names, roles, mailbox, is_active. Refused: "changed" if the revision is not the stored one,
    /// "last_administrator".
    virtual void change(const user& who) = 0;
    virtual void set_password(std::int64_t id, const std::string& password, bool must_change) = 0;
    virtual std::string password(std::int64_t id) = 0;

    virtual void note_sign_in(const sign_in_record& what) = 0;
    virtual std::vector<sign_in_record> sign_ins(std::size_t most, std::optional<wall_time> before) = 0;
    /// Of this name (whether it exists or not) since its last success.
    virtual sign_in_failures failures(const std::string& name) = 0;

    virtual void add_session(const session& what) = 0;
    virtual std::optional<session> find_session(const token_hash& hash) = 0;
    virtual void touch_session(const token_hash& hash, wall_time seen, wall_time expires) = 0;
    virtual void end_session(const token_hash& hash) = 0;
    /// All of the user's but one, when a password or the roles change. Returns how many.
    virtual std::uint64_t end_sessions(std::int64_t user, const token_hash* but) = 0;

    virtual std::int64_t add_key(const api_key& what, const token_hash& hash) = 0;
    virtual std::vector<api_key> keys() = 0;
    virtual std::optional<api_key> find_key(const token_hash& hash) = 0;
    virtual void note_key_use(std::int64_t id, wall_time at) = 0;
    virtual bool revoke_key(std::int64_t id) = 0;

    virtual std::optional<kept_reply> find_reply(const std::string& who, const std::string& key) = 0;
    virtual void keep_reply(const std::string& who, const std::string& key, const kept_reply& what) = 0;
};

}  // namespace loa
