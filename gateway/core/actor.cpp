#include "gateway/core/actor.hpp"

#include <array>

namespace loa {
namespace {

constexpr std::array<std::string_view, 5> role_names{
    "editor", "approver", "operator", "administrator", "auditor"};

}  // namespace

std::string_view to_string(user_role what) noexcept
{
    return role_names[static_cast<std::size_t>(what)];
}

std::optional<user_role> parse_user_role(std::string_view text) noexcept
{
    for (std::size_t i = 0; i != role_names.size(); ++i)
        if (role_names[i] == text)
            return static_cast<user_role>(i);
    return std::nullopt;
}

}  // namespace loa
