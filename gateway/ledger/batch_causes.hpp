#pragma once
/// \file
/// Why the exceptional deliveries of a batch are where they are: (index, cause number) pairs against the
/// distinct causes of the broadcast.

#include "gateway/core/broadcast.hpp"
#include "gateway/ledger/database.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace loa {

/// Index within the batch, number of the cause within the broadcast; ascending by index.
using cause_numbers = std::vector<std::pair<std::uint16_t, std::uint32_t>>;

/// As varints: how many indexes are skipped, the cause.
bytes encode_causes(const cause_numbers& what);
/// Nothing if the bytes are damaged.
std::optional<cause_numbers> decode_causes(std::span<const std::uint8_t> stored);

/// Most distinct causes of a broadcast; what comes after that is `other_cause`. A remote side that puts a new
/// number into every answer must not fill the ledger.
inline constexpr std::uint32_t most_causes = 1'000;
inline constexpr std::string_view other_cause = "another cause (too many different ones)";

/// Numbers the texts, adding those that are new. Texts over 300 bytes are cut.
cause_numbers number_causes(database& where, broadcast_id broadcast, const causes& what);

/// All causes of a broadcast by number.
std::map<std::uint32_t, std::string> cause_words(database& where, broadcast_id broadcast);

}  // namespace loa
