#include "gateway/core/directory_imports.hpp"

#include <algorithm>
#include <array>

namespace loa {
namespace {

constexpr std::array<std::string_view, 2> kinds{"units", "people"};
constexpr std::array<std::string_view, 3> states{"running", "done", "failed"};

template <class Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& names, std::string_view text) noexcept
{
    const auto* const at = std::ranges::find(names, text);
    return at == names.end() ? std::nullopt : std::optional{static_cast<Enum>(at - names.begin())};
}

}  // namespace

std::string_view to_string(import_kind what) noexcept
{
    return kinds[static_cast<std::size_t>(what)];
}

std::optional<import_kind> parse_import_kind(std::string_view text) noexcept
{
    return parse<import_kind>(kinds, text);
}

std::string_view to_string(import_state what) noexcept
{
    return states[static_cast<std::size_t>(what)];
}

std::optional<import_state> parse_import_state(std::string_view text) noexcept
{
    return parse<import_state>(states, text);
}

}  // namespace loa
