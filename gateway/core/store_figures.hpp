#pragma once
/// \file
/// How large the stores are.

#include "gateway/core/time.hpp"

#include <cstdint>
#include <optional>

namespace loa {

/// What is safe when the machine loses its power.
enum class durability : std::uint8_t {
    full,    ///< all that was committed
    normal,  ///< all but the last moments
};

struct store_figures {
    std::uint64_t ledger_bytes = 0;  ///< with its write-ahead log
    std::uint64_t free_bytes = 0;    ///< that the gateway may still use of the disk
    loa::durability durability = loa::durability::full;
    std::uint64_t directory_bytes = 0;
    std::optional<wall_time> imported;  ///< the directory, last
};

}  // namespace loa
