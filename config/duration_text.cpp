#include "config/duration_text.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace loa {
namespace {

using std::chrono::milliseconds;

struct duration_unit {
    std::string_view name;
    milliseconds length;
};
constexpr std::array<duration_unit, 5> units{{
    {"ms", std::chrono::milliseconds{1}},
    {"s", std::chrono::seconds{1}},
    {"min", std::chrono::minutes{1}},
    {"h", std::chrono::hours{1}},
    {"d", std::chrono::hours{24}},
}};
constexpr milliseconds longest = std::chrono::hours{24} * 3650;

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) noexcept
{
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || text.front() == '-')
        return std::nullopt;
    const auto name = text.substr(static_cast<std::size_t>(end - text.data()));
    for (const auto& unit : units)
        if (name == unit.name)
            return count <= longest / unit.length ? std::optional{count * unit.length} : std::nullopt;
    return std::nullopt;
}

std::string format_duration(milliseconds what)
{
    auto best = units.front();
    for (const auto& unit : units)
        if (what != milliseconds::zero() && what % unit.length == milliseconds::zero())
            best = unit;
    if (what == milliseconds::zero())
        best = units[1];
    return std::to_string(what / best.length) + std::string{best.name};
}

std::string duration_units(milliseconds step)
{
    std::string out;
    for (const auto& unit : units)
        if (unit.length % step == milliseconds::zero())
            out += (out.empty() ? "" : ", ") + std::string{unit.name};
    return out;
}

}  // namespace loa
