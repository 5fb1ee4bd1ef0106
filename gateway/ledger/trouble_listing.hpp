#pragma once
/// \file
/// What became dead, unknown or rejected, by cause.

#include "gateway/core/outcome_desk.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/kept_counts.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>

namespace loa {

/// Of one channel of a broadcast: deliveries by state and number of the cause.
using lane_troubles = std::map<std::pair<delivery_state, std::uint32_t>, std::uint64_t>;

/// A read of the caller's transaction. Scans the channels whose counters say that there is something.
trouble_page list_troubles(
    database& where,
    const std::filesystem::path& folder,
    kept_counts<lane_troubles>& kept,
    const trouble_question& which,
    const std::optional<trouble_place>& from,
    std::size_t most
);

}  // namespace loa
