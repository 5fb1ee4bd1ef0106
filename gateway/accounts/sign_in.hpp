#pragma once
/// \file
/// Signing in, with name and password or by a provider.

#include "gateway/accounts/oidc_provider.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/core/user_desk.hpp"

#include <chrono>
#include <string>
#include <variant>

namespace loa {

/// How long sessions last.
struct session_limits {
    std::chrono::seconds idle, most;
};

struct sign_in_request {
    std::string name, password;
    std::string peer, agent;
};

struct signed_in {
    std::string token;  ///< for the cookie; its hash is stored
    session at;
    user who;
};

struct sign_in_refusal {
    std::chrono::seconds wait{
        0};  ///< not zero: too many failures, nothing was looked at; try again after that
};

using sign_in_answer = std::variant<signed_in, sign_in_refusal>;

/// Always a new session under a new token. Which of name, password and account was wrong is in the sign-in
/// log and nowhere else; nor does the time tell. Throws passwords_busy.
sign_in_answer sign_in(desk& at, const sign_in_request& what, session_limits limits, wall_time now);

enum class proven_refusal : std::uint8_t { no_such_user, inactive };

/// For whom a provider vouches: the user of this name, or of this mailbox if exactly one has it. Nobody is
/// made, and no lock-out is looked at: nothing was guessed. Written into the sign-in log, whatever comes of
/// it.
std::variant<signed_in, proven_refusal> sign_in_proven(
    desk& at,
    const oidc_person& who,
    const std::string& peer,
    const std::string& agent,
    session_limits limits,
    wall_time now
);

/// A session for somebody who has proved who he is, in the transaction of the caller.
signed_in start_session(
    desk& at,
    user who,
    const std::string& peer,
    const std::string& agent,
    session_limits limits,
    wall_time now
);

/// How long this name, or whoever comes from this peer, has to wait; zero: not at all.
std::chrono::seconds locked_for(
    user_desk& users, const std::string& name, const std::string& peer, wall_time now
);

}  // namespace loa
