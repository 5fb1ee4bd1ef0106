#pragma once
/// \file
/// Where the SQLite stores are.

#include "gateway/core/time.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

namespace loa {

struct sqlite_params {
    std::filesystem::path folder = "/var/lib/loa";  ///< holds ledger.db and directory.db
    std::string instance = "loa-1";                 ///< owner of leases: one name for each gateway
    std::chrono::hours keep_sendable{
        24 * 7};  ///< a broadcast never sends later than this after it was taken in (not_after)
    std::function<wall_time()> now;  ///< the store's clock; empty: the system's. For tests
};

}  // namespace loa
