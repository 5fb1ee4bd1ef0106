#include "tests/support/program.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/file.hpp"

#include <csignal>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace loa::testing {

program::program(std::vector<std::string> command, std::vector<std::string> environment)
{
    const auto out = (folder_ / "out").string(), err = (folder_ / "err").string();
    std::vector<char*> argv;
    for (auto& word : command)
        argv.push_back(word.data());
    argv.push_back(nullptr);

    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
        ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), STDOUT_FILENO);
        ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), STDERR_FILENO);
        for (auto& setting : environment)
            ::putenv(setting.data());
        ::execvp(argv[0], argv.data());
        ::_exit(127);
    }
    REQUIRE(pid_ > 0);
}

program::~program()
{
    if (!is_running())
        return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, &status_, 0);
}

void program::signal(int number) const
{
    ::kill(pid_, number);
}

bool program::is_running()
{
    if (!ended_)
        ended_ = ::waitpid(pid_, &status_, WNOHANG) == pid_;
    return !ended_;
}

program_result program::wait(std::chrono::seconds limit)
{
    const auto until = std::chrono::steady_clock::now() + limit;
    while (is_running()) {
        if (std::chrono::steady_clock::now() > until)
            FAIL("still running after " << limit.count() << " s; it said: " << err() << out());
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return {WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_), out(), err()};
}

std::string program::out() const
{
    return std::filesystem::exists(folder_ / "out") ? read_file(folder_ / "out") : "";
}

std::string program::err() const
{
    return std::filesystem::exists(folder_ / "err") ? read_file(folder_ / "err") : "";
}

program_result run_program(std::vector<std::string> command, std::chrono::seconds limit)
{
    program one{std::move(command)};
    return one.wait(limit);
}

}  // namespace loa::testing
