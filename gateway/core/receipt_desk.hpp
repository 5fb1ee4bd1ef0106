#pragma once
/// \file
/// What partners tell us later of what they took: counted, never kept by person.

#include "gateway/core/broadcast.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loa {

/// Values are the words under which they are stored and shown.
enum class receipt_kind : std::uint8_t {
    delivered,  ///< reached the device
    read,       ///< opened: known in total only
    failed,     ///< given up by the partner
};
inline constexpr std::size_t receipt_kind_count = 3;
std::string_view to_string(receipt_kind what) noexcept;

struct receipt_count {
    broadcast_id broadcast = 0;
    receipt_kind kind = receipt_kind::delivered;
    std::uint64_t count = 0;

    friend bool operator==(const receipt_count&, const receipt_count&) = default;
};

/// The first half of the SHA-256 of a message, by which it is known again when it is repeated. Of the
/// message, not of those whom it is about: nobody's reading can be told from it.
using receipt_message = std::array<std::uint8_t, 16>;

struct receipts_taken {
    bool was_known = false;  ///< this very message was counted before: nothing is counted now
    std::array<std::uint64_t, receipt_kind_count> counted{};  ///< by kind, of broadcasts that there are
    std::uint64_t unknown = 0;                                ///< of ones that there are not
};

/// Synchronous, on the connection of its desk. Throws std::runtime_error when the store cannot be written.
class receipt_desk {
public:
    virtual ~receipt_desk() = default;

    /// One transaction. `unattributed`: receipts that name no broadcast; they are counted as unknown.
    virtual receipts_taken count(
        const receipt_message& message,
        std::string_view channel,
        std::span<const receipt_count> counts,
        std::uint64_t unattributed
    ) = 0;

    /// By channel and kind.
    struct total {
        std::string channel, kind;
        std::uint64_t count = 0;
    };
    virtual std::vector<total> totals(broadcast_id id) = 0;
};

}  // namespace loa
