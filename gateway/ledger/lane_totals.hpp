#pragma once
/// \file
/// How many deliveries of a broadcast on one channel (a lane) are in each state, and why.

#include "gateway/core/delivery_state.hpp"
#include "gateway/ledger/batch_causes.hpp"
#include "gateway/ledger/database.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace loa {

struct lane_totals {
    delivery_counts counts;
    std::map<std::uint32_t, std::uint64_t> causes;  ///< cause number -> deliveries
};

/// The form kept with a lane, so that it needs no scan.
bytes encode_totals(const lane_totals& what);
/// Nothing if the bytes are damaged.
std::optional<lane_totals> decode_totals(std::span<const std::uint8_t> stored);

/// Counts the marks of every batch of the lane. Where the stored number of open deliveries is not what the
/// marks say, tells `wrong` (batch, stored, found). Throws store_error if a batch is damaged.
lane_totals scan_lane(
    database& where,
    std::int64_t lane,
    const std::function<void(std::uint32_t, std::uint64_t, std::uint64_t)>& wrong = {}
);

/// Of a lane that is over, or as each commit left them; counts only a ledger that an older Loa wrote, or a damaged one.
/// Throws store_error if a batch is damaged then.
lane_totals totals_of_lane(database& where, std::int64_t lane);

/// The decoded marks and causes of a row; throw store_error naming the batch if damaged.
std::vector<delivery_mark> marks_of(
    std::span<const std::uint8_t> stored, std::size_t size, std::int64_t lane, std::uint32_t seq
);
cause_numbers causes_of(std::span<const std::uint8_t> stored, std::int64_t lane, std::uint32_t seq);

}  // namespace loa
