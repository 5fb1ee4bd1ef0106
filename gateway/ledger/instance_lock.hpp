#pragma once
/// \file
/// Keeps a second gateway of the same name away.

#include <filesystem>
#include <string>

namespace loa {

/// Holds `folder`/`instance`.lock until it goes; the system frees it when the process dies, however it dies.
/// Leases belong to a name: two gateways of one name would free each other's.
class instance_lock {
public:
    /// Throws std::runtime_error with a sentence for people.
    instance_lock(const std::filesystem::path& folder, const std::string& instance);
    ~instance_lock();
    instance_lock(const instance_lock&) = delete;
    instance_lock& operator=(const instance_lock&) = delete;

private:
    int file_ = -1;
};

}  // namespace loa
