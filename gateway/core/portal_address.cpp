#include "gateway/core/portal_address.hpp"

namespace loa {
namespace {

/// Takes the digits at the end of `text` off it. Empty if there are none, or too many to be a number of the portal's.
std::string_view take_trailing_digits(std::string_view& text)
{
    std::size_t start = text.size();
    while (start != 0 && text[start - 1] >= '0' && text[start - 1] <= '9')
        --start;
    const auto digits = text.substr(start);
    text.remove_suffix(digits.size());
    return digits.size() <= 18 ? digits : std::string_view{};
}

bool take_trailing(std::string_view& text, std::string_view what)
{
    if (!text.ends_with(what))
        return false;
    text.remove_suffix(what.size());
    return true;
}

}  // namespace

std::optional<std::string> portal_article_id(std::string_view url)
{
    auto path = url.substr(0, url.find_first_of("?#"));
    while (take_trailing(path, "/")) {
    }
    const bool old_form = take_trailing(path, ".aspx");

    const auto article = take_trailing_digits(path);
    if (article.empty() || !take_trailing(path, old_form ? "-" : "/"))
        return std::nullopt;
    const auto category = take_trailing_digits(path);
    if (category.empty())
        return std::nullopt;

    const bool known = old_form ? take_trailing(path, "-c")
                                : take_trailing(path, "/ct/") || take_trailing(path, "/ctfull/") || take_trailing(path, "/ctmb/");
    if (!known)
        return std::nullopt;
    return std::string{category} + '-' + std::string{article};
}

}  // namespace loa
