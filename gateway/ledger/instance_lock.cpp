#include "gateway/ledger/instance_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace loa {
namespace {

bool is_file_name(const std::string& text)
{
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    };
    return !text.empty() && text.size() <= 64 && text.front() != '.' && std::ranges::all_of(text, allowed);
}

}  // namespace

instance_lock::instance_lock(const std::filesystem::path& folder, const std::string& instance)
{
    if (!is_file_name(instance))
        throw std::runtime_error{
            "the instance name \"" + instance +
            "\" is not usable: 1 to 64 of a-z, A-Z, 0-9, '-', '_', '.' please"};
    const auto path = folder / (instance + ".lock");
    file_ = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (file_ < 0)
        throw std::runtime_error{
            path.string() + " cannot be opened: " + std::system_category().message(errno)};
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        const int why = errno;
        ::close(file_);
        if (why == EWOULDBLOCK)
            throw std::runtime_error{
                "another gateway named \"" + instance + "\" runs on " + folder.string() +
                "; stop it, or give this one another instance name"};
        throw std::runtime_error{path.string() + " cannot be locked: " + std::system_category().message(why)};
    }
}

instance_lock::~instance_lock()
{
    ::close(file_);
}

}  // namespace loa
