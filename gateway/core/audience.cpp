#include "gateway/core/audience.hpp"

#include <array>

namespace loa {
namespace {

constexpr std::array<std::string_view, 3> role_names{"staff", "teacher", "parent"};
constexpr std::array<std::string_view, 5> level_names{"mn", "th", "thcs", "thpt", "gdtx"};

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view text) noexcept
{
    for (std::size_t i = 0; i != N; ++i)
        if (names[i] == text)
            return static_cast<Enum>(i);
    return std::nullopt;
}

}  // namespace

std::string_view to_string(role what) noexcept
{
    return role_names[static_cast<std::size_t>(what)];
}

std::string_view to_string(school_level what) noexcept
{
    return level_names[static_cast<std::size_t>(what)];
}

std::optional<role> parse_role(std::string_view text) noexcept
{
    return find_name<role>(role_names, text);
}

std::optional<school_level> parse_school_level(std::string_view text) noexcept
{
    return find_name<school_level>(level_names, text);
}

audience staff_of(std::string unit)
{
    audience out;
    out.include.push_back({std::move(unit), {role::staff}, {}});
    return out;
}

}  // namespace loa
