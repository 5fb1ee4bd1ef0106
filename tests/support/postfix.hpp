#pragma once
/// \file
/// A private Postfix: configuration, queue and mailboxes in a folder of its own, on free ports of 127.0.0.1.

#include "tests/support/temp_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace loa::testing {

struct postfix_params {
    /// Anybody else is unknown.
    std::vector<std::string> mailboxes{"an@school.test", "binh@school.test", "chi@school.test"};
    std::filesystem::path certificate, key;  ///< set: STARTTLS on port(), and implicit TLS on tls_port()
    std::string username, password;          ///< set: only who signs in may send
    /// As in main.cf, e.g. {"message_size_limit", "2000"}.
    std::vector<std::pair<std::string, std::string>> settings;
};

/// Ready when constructed, stopped when destroyed. Throws std::runtime_error with Postfix's own log if it
/// does not come up.
class postfix {
public:
    /// Postfix is installed and we are root, without which it does not run.
    static bool can_run();

    explicit postfix(postfix_params params = {});
    ~postfix();
    postfix(const postfix&) = delete;
    postfix& operator=(const postfix&) = delete;

    std::uint16_t port() const noexcept { return port_; }
    std::uint16_t tls_port() const noexcept { return tls_port_; }

    /// The messages in a mailbox, as they were stored, once there are at least `count`; what there is after
    /// 10 s.
    std::vector<std::string> messages(const std::string& mailbox, std::size_t count) const;
    std::string log() const;

private:
    void configure();
    bool start();

    postfix_params params_;
    temp_folder folder_;
    std::uint16_t port_ = 0, tls_port_ = 0;
};

}  // namespace loa::testing
