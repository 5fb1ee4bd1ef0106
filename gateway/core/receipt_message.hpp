#pragma once
/// \file
/// A partner's message with receipts, as far as the rest of the program needs to know it.

#include "gateway/core/receipt_desk.hpp"
#include "gateway/core/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace loa {

/// A message as it came. Views live as long as the call.
struct received_receipts {
    std::function<std::string_view(std::string_view name)> header;  ///< name in lower case; empty: none
    std::string_view body;                                          ///< raw
    wall_time now{};
};

/// What it says, once it is known to be the partner's.
struct read_receipts {
    receipt_message id{};
    std::string channel;
    std::vector<receipt_count> counts;  ///< one for each broadcast and kind
    std::uint64_t unattributed = 0;     ///< receipts that name no broadcast, or nothing we know
};

/// Why a message is not taken.
enum class receipt_refusal : std::uint8_t {
    unsigned_message,  ///< the signature is missing or wrong
    stale,             ///< signed too long ago, or in the future
    malformed,
};

/// Checks the signature, then reads. Thread-safe; never throws on what a message holds.
using receipt_reader = std::function<std::variant<read_receipts, receipt_refusal>(const received_receipts&)>;

}  // namespace loa
