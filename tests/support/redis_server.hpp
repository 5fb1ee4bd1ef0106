#pragma once
/// \file
/// A private redis-server for a test: in a folder of its own, on a unix socket and, when asked, on a free
/// port of 127.0.0.1.

#include "tests/support/temp_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace loa::testing {

struct redis_server_params {
    bool tcp = false;
    std::filesystem::path certificate, key;  ///< set: TLS on tls_port()
    /// Settings as in redis.conf, e.g. {"appendonly", "yes"}.
    std::vector<std::pair<std::string, std::string>> settings;
};

/// Ready when constructed; killed when destroyed. Throws std::runtime_error with the server's own log if it
/// does not come up.
class redis_server {
public:
    explicit redis_server(redis_server_params params = {});
    ~redis_server();
    redis_server(const redis_server&) = delete;
    redis_server& operator=(const redis_server&) = delete;

    std::string unix_url() const;  ///< "unix:///tmp/.../redis.sock"
    std::string tcp_url() const;   ///< "redis://127.0.0.1:port"
    std::uint16_t port() const noexcept { return port_; }
    std::uint16_t tls_port() const noexcept { return tls_port_; }
    pid_t pid() const noexcept { return pid_; }

    void kill();   ///< SIGKILL, as in a power cut; waits until it is gone
    void start();  ///< again after kill(): the same folder, socket and ports

    /// Runs one command (over the unix socket) and returns its reply as text: arrays as "[a, b, [c]]", nil as
    /// "nil", an error as "error: ...".
    std::string run(const std::vector<std::string>& command) const;

private:
    bool spawn();
    std::string log() const;

    redis_server_params params_;
    temp_folder folder_;
    std::uint16_t port_ = 0, tls_port_ = 0;
    pid_t pid_ = -1;
};

}  // namespace loa::testing
