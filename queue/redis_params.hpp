#pragma once
/// \file
/// Where Redis is and how the bulletin stream is read.

#include <chrono>
#include <cstdint>
#include <string>

namespace loa {

struct redis_params {
    /// "redis://host:port/db", "rediss://host:port/db" (TLS, name verified) or "unix:///path/to/socket".
    std::string url = "redis://127.0.0.1:6379/0";
    std::string username;  ///< ACL user; empty: "default" when there is a password
    std::string password;  ///< secret: never logged
    std::string ca_file;   ///< PEM; empty: the system's

    std::string stream = "loa:bulletins";
    std::string rejected_stream = "loa:bulletins:rejected";
    std::string group = "loa";
    std::string consumer = "loa-1";  ///< one name for each gateway

    std::chrono::milliseconds block{5'000};        ///< one blocking read
    std::chrono::milliseconds claim_idle{60'000};  ///< when another consumer's entry counts as left behind
    std::chrono::milliseconds reply_limit{
        5'000};  ///< for a command that does not block; then the connection is dropped
    std::chrono::milliseconds reconnect_first{100};   ///< doubles with jitter ...
    std::chrono::milliseconds reconnect_most{5'000};  ///< ... up to this
};

}  // namespace loa
