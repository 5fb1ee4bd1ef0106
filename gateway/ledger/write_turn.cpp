#include "gateway/ledger/write_turn.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace loa {
namespace {

/// Longer than the pause between two tries of whoever waits.
constexpr std::chrono::milliseconds pause{4};

}  // namespace

write_turn::write_turn(const std::filesystem::path& store)
    : file_{::open((store.string() + "-turn").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)}
{
    // Made by root at the command line, it must still be the gateway's, as SQLite's own files are.
    struct stat of_store {};
    if (file_ >= 0 && ::geteuid() == 0 && ::stat(store.c_str(), &of_store) == 0 &&
        ::fchown(file_, of_store.st_uid, of_store.st_gid) != 0) {
        ::close(file_);
        file_ = -1;
    }
}

write_turn::~write_turn()
{
    if (file_ >= 0)
        ::close(file_);
}

void write_turn::ask() noexcept
{
    if (file_ >= 0)
        ::flock(file_, LOCK_SH);  // held against this for no longer than a look takes
}

void write_turn::done() noexcept
{
    if (file_ >= 0)
        ::flock(file_, LOCK_UN);
}

void write_turn::give_way() noexcept
{
    if (file_ < 0)
        return;
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0)
        ::flock(file_, LOCK_UN);
    else
        std::this_thread::sleep_for(pause);
}

}  // namespace loa
