#include "gateway/core/reach.hpp"

namespace loa {

std::optional<double> reach::coverage() const noexcept
{
    const auto all = destinations();
    if (all == 0)
        return std::nullopt;
    return static_cast<double>(reached * 10'000 / all) / 10'000;
}

bool reach::is_95_percent() const noexcept
{
    const auto all = destinations();
    return all != 0 && reached * 100 >= all * 95;
}

reach& reach::operator+=(const reach& other) noexcept
{
    without_address += other.without_address;
    covered += other.covered;
    suppressed += other.suppressed;
    reached += other.reached;
    waiting += other.waiting;
    missed += other.missed;
    return *this;
}

reach reach_of(const delivery_counts& counts) noexcept
{
    using enum delivery_state;
    reach out;
    out.without_address = counts[no_address];
    out.covered = counts[covered];
    out.suppressed = counts[suppressed];
    out.reached = counts[accepted] + counts[delivered];
    out.waiting = counts.open();
    out.missed = counts[rejected] + counts[bounced] + counts[expired] + counts[cancelled] + counts[dead];
    return out;
}

}  // namespace loa
