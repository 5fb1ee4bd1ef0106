#pragma once
/// \file
/// Postfix's smtp-sink: a server that throws mail away, or plays a failure, on a free port of 127.0.0.1.

#include "tests/support/free_port.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace loa::testing {

/// Ready when constructed, killed when destroyed. The options are smtp-sink's own.
class smtp_sink {
public:
    static bool can_run() { return std::filesystem::exists(program); }

    explicit smtp_sink(const std::vector<std::string>& options = {}) : port_{free_port()}
    {
        std::vector<std::string> words{program};
        words.insert(words.end(), options.begin(), options.end());
        if (::geteuid() == 0)
            words.insert(words.end(), {"-u", "nobody"});
        words.insert(words.end(), {"127.0.0.1:" + std::to_string(port_), "1024"});
        std::vector<char*> argv;
        for (auto& each : words) argv.push_back(each.data());
        argv.push_back(nullptr);
        if (::posix_spawn(&pid_, program, nullptr, nullptr, argv.data(), environ) != 0)
            throw std::runtime_error{"cannot start smtp-sink"};
        for (int i = 0; i != 500; ++i) {
            const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            address.sin_port = htons(port_);
            const bool up = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
            ::close(fd);
            if (up)
                return;
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        throw std::runtime_error{"smtp-sink does not listen"};
    }
    ~smtp_sink()
    {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    smtp_sink(const smtp_sink&) = delete;
    smtp_sink& operator=(const smtp_sink&) = delete;

    std::uint16_t port() const noexcept { return port_; }

private:
    static constexpr auto program = "/usr/sbin/smtp-sink";
    std::uint16_t port_;
    pid_t pid_ = -1;
};

}  // namespace loa::testing
