#include "gateway/core/delivery_state.hpp"

#include <numeric>

namespace loa {
namespace {

constexpr std::array<std::string_view, delivery_state_count> names{
    "queued",   "in_flight",  "retrying",   "unknown", "accepted", "delivered", "rejected",
    "bounced",  "suppressed", "no_address", "covered", "expired",  "cancelled", "dead",
};

}  // namespace

std::string_view to_string(delivery_state what) noexcept
{
    const auto i = static_cast<std::size_t>(what);
    return i < names.size() ? names[i] : "?";
}

std::optional<delivery_state> parse_delivery_state(std::string_view text) noexcept
{
    for (std::size_t i = 0; i != names.size(); ++i)
        if (names[i] == text)
            return static_cast<delivery_state>(i);
    return std::nullopt;
}

std::uint64_t delivery_counts::total() const noexcept
{
    return std::accumulate(by_state.begin(), by_state.end(), std::uint64_t{0});
}

std::uint64_t delivery_counts::open() const noexcept
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i != by_state.size(); ++i)
        if (!is_final(static_cast<delivery_state>(i)))
            sum += by_state[i];
    return sum;
}

void delivery_counts::add(delivery_mark mark) noexcept
{
    const auto i = static_cast<std::size_t>(mark.state());
    if (i >= by_state.size())
        return;
    ++by_state[i];
    if ((mark.state() == delivery_state::accepted || mark.state() == delivery_state::delivered) && mark.attempts() > 1)
        ++retried;
}

delivery_counts& delivery_counts::operator+=(const delivery_counts& other) noexcept
{
    for (std::size_t i = 0; i != by_state.size(); ++i)
        by_state[i] += other.by_state[i];
    retried += other.retried;
    return *this;
}

}  // namespace loa
