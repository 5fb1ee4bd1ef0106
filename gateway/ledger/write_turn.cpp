#include "gateway/ledger/write_turn.hpp"

#include <fcntl.h>
#include <sys/file.h>
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
