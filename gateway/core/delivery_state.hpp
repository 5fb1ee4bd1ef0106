#pragma once
/// \file
/// The state of one delivery, one byte: the state in the low four bits, the number of attempts in the high four.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loa {

/// Values are stored: never renumber. See docs/architecture.md for the way from one to the next.
enum class delivery_state : std::uint8_t {
    queued = 0,
    in_flight = 1,   ///< marked durably before bytes leave
    retrying = 2,
    unknown = 3,     ///< sent, no usable answer
    accepted = 4,    ///< the partner or relay took it
    delivered = 5,   ///< receipt
    rejected = 6,    ///< permanent for this recipient
    bounced = 7,
    suppressed = 8,  ///< must not be sent to
    no_address = 9,  ///< no account or mailbox: normal, not an error
    covered = 10,    ///< reached by another delivery (same mailbox or account, or another channel)
    expired = 11,
    cancelled = 12,
    dead = 13,       ///< attempts used up
};

inline constexpr std::size_t delivery_state_count = 14;
inline constexpr unsigned most_attempts = 15;  ///< what four bits hold; counting stops there

std::string_view to_string(delivery_state what) noexcept;
std::optional<delivery_state> parse_delivery_state(std::string_view text) noexcept;

/// Nothing more will happen to it by itself.
constexpr bool is_final(delivery_state what) noexcept
{
    return what >= delivery_state::accepted;
}

/// State and attempts in one byte.
class delivery_mark {
public:
    constexpr delivery_mark() = default;
    constexpr delivery_mark(delivery_state state, unsigned attempts) noexcept
        : byte_{static_cast<std::uint8_t>(static_cast<unsigned>(state) | (attempts > most_attempts ? most_attempts : attempts) << 4)}
    {
    }
    static constexpr delivery_mark from_byte(std::uint8_t byte) noexcept
    {
        delivery_mark out;
        out.byte_ = byte;
        return out;
    }

    constexpr std::uint8_t byte() const noexcept { return byte_; }
    constexpr delivery_state state() const noexcept { return static_cast<delivery_state>(byte_ & 0x0f); }
    constexpr unsigned attempts() const noexcept { return byte_ >> 4; }
    friend constexpr bool operator==(delivery_mark, delivery_mark) = default;

private:
    std::uint8_t byte_ = 0;
};

/// How many deliveries are in each state; `retried` counts those accepted or delivered after more than one attempt.
struct delivery_counts {
    std::array<std::uint64_t, delivery_state_count> by_state{};
    std::uint64_t retried = 0;

    std::uint64_t& operator[](delivery_state s) { return by_state[static_cast<std::size_t>(s)]; }
    std::uint64_t operator[](delivery_state s) const { return by_state[static_cast<std::size_t>(s)]; }
    std::uint64_t total() const noexcept;
    std::uint64_t open() const noexcept;  ///< queued, in flight, retrying or unknown
    void add(delivery_mark mark) noexcept;
    delivery_counts& operator+=(const delivery_counts& other) noexcept;
};

}  // namespace loa
