#include "gateway/core/retry_policy.hpp"

#include <algorithm>
#include <cassert>

namespace loa {
namespace {

constexpr std::chrono::milliseconds longest_hint = std::chrono::hours{24};

}  // namespace

std::chrono::milliseconds retry_policy::delay(
    std::uint32_t failures, std::optional<std::chrono::milliseconds> hint, double draw
) const noexcept
{
    assert(failures >= 1);

    // 2^20 first delays is already far beyond longest_delay, so cap the shift before it can overflow rather than after.
    const auto doublings = std::min<std::uint32_t>(failures - 1, 20);
    const auto backoff = std::min(first_delay * (std::int64_t{1} << doublings), longest_delay);
    const auto half = backoff / 2;
    const auto jittered = half + std::chrono::milliseconds{static_cast<std::int64_t>(static_cast<double>((backoff - half).count()) * draw)};
    return std::max(jittered, std::min(hint.value_or(std::chrono::milliseconds{0}), longest_hint));
}

}  // namespace loa
