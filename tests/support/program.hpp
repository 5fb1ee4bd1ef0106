#pragma once
/// \file
/// A program as a person or systemd runs it.

#include "tests/support/temp_folder.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace loa::testing {

struct program_result {
    int exit_code = 0;  ///< 128 + signal if it was killed
    std::string out, err;
};

/// Runs in the background until it ends or this goes, which kills it. Its standard input is empty.
class program {
public:
    explicit program(std::vector<std::string> command, std::vector<std::string> environment = {});
    ~program();
    program(const program&) = delete;
    program& operator=(const program&) = delete;

    pid_t pid() const noexcept { return pid_; }
    void signal(int number) const;
    bool is_running();
    /// Fails the test if it has not ended within the limit.
    program_result wait(std::chrono::seconds limit = std::chrono::seconds{30});
    /// What it has written so far.
    std::string out() const;
    std::string err() const;

private:
    temp_folder folder_;
    pid_t pid_ = -1;
    int status_ = 0;
    bool ended_ = false;
};

program_result run_program(std::vector<std::string> command, std::chrono::seconds limit = std::chrono::seconds{30});

}  // namespace loa::testing
