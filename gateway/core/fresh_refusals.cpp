#include "gateway/core/fresh_refusals.hpp"

#include <algorithm>
#include <utility>

namespace loa {

void fresh_refusals::add(contact by, std::string address)
{
    const std::lock_guard hold{guard_};
    keep({by, std::move(address)});
}

void fresh_refusals::repeat(contact by, std::string address)
{
    const std::lock_guard hold{guard_};
    const auto is_it = [&](const refusal& each) { return each.by == by && each.address == address; };
    if (std::ranges::none_of(ring_, is_it))
        keep({by, std::move(address)});
}

void fresh_refusals::keep(refusal what)
{
    const auto number = count_.load(std::memory_order_relaxed);
    if (ring_.size() < kept)
        ring_.push_back(std::move(what));
    else
        ring_[number % kept] = std::move(what);
    count_.store(number + 1, std::memory_order_release);
}

void fresh_refusals::lift(contact by, std::string_view address)
{
    const std::lock_guard hold{guard_};
    for (auto& each : ring_)
        if (each.by == by && each.address == address)
            each.address.clear();
}

std::optional<std::vector<bool>> fresh_refusals::since(
    std::uint64_t mark, contact by, std::span<const std::string_view> addresses
) const
{
    std::vector<bool> out(addresses.size());
    const std::lock_guard hold{guard_};
    const auto count = count_.load(std::memory_order_relaxed);
    if (count - mark > kept)
        return std::nullopt;
    for (auto number = mark; number != count; ++number) {
        const auto& what = ring_[number % kept];
        if (what.by != by || what.address.empty())
            continue;
        for (std::size_t i = 0; i != addresses.size(); ++i)
            if (addresses[i] == what.address)
                out[i] = true;
    }
    return out;
}

}  // namespace loa
