#include "gateway/accounts/user_rule.hpp"

#include <algorithm>

namespace loa {
namespace {

/// As far as a form can tell; the test send shows the rest.
bool looks_like_mailbox(std::string_view text) noexcept
{
    const auto at = text.find('@');
    const auto is_plain = [](char c) {
        return c > ' ' && c < 0x7f && c != ',' && c != '<' && c != '>' && c != '"';
    };
    return text.size() <= 254 && at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos && std::ranges::all_of(text, is_plain);
}

}  // namespace

bool is_user_name(std::string_view text) noexcept
{
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto fits = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    };
    return text.size() >= 2 && text.size() <= 64 && is_letter(text.front()) &&
           std::ranges::all_of(text, fits);
}

problems check_user(const user& who)
{
    problems out;
    if (!is_user_name(who.name))
        out.push_back(
            {"name",
             "not_a_user_name",
             "must be 2 to 64 lower case letters, digits, dots, hyphens or underscores, with a letter first"}
        );
    if (!who.mailbox.empty() && !looks_like_mailbox(who.mailbox))
        out.push_back({"mailbox", "not_a_mailbox", "must be a mailbox like lan.nguyen@hcm.edu.vn, or empty"});
    if (who.roles.empty())
        out.push_back({"roles", "missing", "name at least one role"});
    return out;
}

}  // namespace loa
