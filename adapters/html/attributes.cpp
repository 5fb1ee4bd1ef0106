#include "adapters/html/attributes.hpp"

#include <gumbo.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace loa {
namespace {

constexpr std::string_view blank = " \t\n\f\r";

std::string_view trim(std::string_view text)
{
    const auto first = std::min(text.find_first_not_of(blank), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(blank) + 1);
}

std::string lower(std::string_view text)
{
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    return out;
}

/// The value of a declaration in a style attribute, lower-case; empty if there is none.
std::string style_value(std::string_view style, std::string_view property)
{
    while (!style.empty()) {
        const auto end = std::min(style.find(';'), style.size());
        const auto colon = style.substr(0, end).find(':');
        if (colon != std::string_view::npos && lower(trim(style.substr(0, colon))) == property)
            return lower(trim(style.substr(colon + 1, end - colon - 1)));
        style.remove_prefix(std::min(end + 1, style.size()));
    }
    return {};
}

std::optional<int> leading_number(std::string_view text)
{
    text = trim(text);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto rest = std::string_view{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    return error == std::errc{} && rest != "%" ? std::optional{value} : std::nullopt;
}

bool is_tiny(const GumboInternalNode& image, const char* side)
{
    if (const auto value = attribute(image, side))
        if (const auto pixels = leading_number(*value); pixels && *pixels <= 1)
            return true;
    const auto styled = leading_number(style_value(attribute(image, "style").value_or(""), side));
    return styled && *styled <= 1;
}

}  // namespace

std::optional<std::string_view> attribute(const GumboInternalNode& element, const char* name)
{
    const auto* found = gumbo_get_attribute(&element.v.element.attributes, name);
    if (!found)
        return std::nullopt;
    return found->value;
}

std::optional<int> number_attribute(const GumboInternalNode& element, const char* name, int least, int most)
{
    const auto value = attribute(element, name);
    const auto number = value ? leading_number(*value) : std::nullopt;
    return number && *number >= least && *number <= most ? number : std::nullopt;
}

bool is_hidden(const GumboInternalNode& element)
{
    if (attribute(element, "hidden"))
        return true;
    const auto style = attribute(element, "style").value_or("");
    return style_value(style, "display").starts_with("none") ||
           style_value(style, "visibility").starts_with("hidden") ||
           style_value(style, "mso-hide").starts_with("all");
}

bool is_tracking_pixel(const GumboInternalNode& image)
{
    return is_tiny(image, "width") || is_tiny(image, "height");
}

}  // namespace loa
