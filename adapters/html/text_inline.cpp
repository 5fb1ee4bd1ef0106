#include "adapters/html/text_inline.hpp"

#include "adapters/html/attributes.hpp"
#include "adapters/html/tree.hpp"
#include "gateway/core/unicode.hpp"

#include <gumbo.h>

namespace loa {
namespace {

void append(std::string& out, const GumboNode& node, std::size_t depth)
{
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE)
        out += node.v.text.text;
    if (node.type != GUMBO_NODE_ELEMENT || depth > deepest_html)
        return;
    const auto& element = node.v.element;
    const auto start = out.size();
    switch (element.tag) {
        case GUMBO_TAG_IMG: out += image_text(node); return;
        case GUMBO_TAG_S: out += "[đã bỏ: "; break;
        case GUMBO_TAG_Q: out += "“"; break;
        case GUMBO_TAG_LI: out += start == 0 || out.ends_with(' ') || out.ends_with("; ") ? "" : "; "; break;
        case GUMBO_TAG_P:
        case GUMBO_TAG_DIV:
        case GUMBO_TAG_BR:
        case GUMBO_TAG_TD:
        case GUMBO_TAG_TH: out += ' '; break;
        default: break;
    }
    const auto content = out.size();
    for (unsigned i = 0; i != element.children.length; ++i)
        append(out, *static_cast<const GumboNode*>(element.children.data[i]), depth + 1);
    switch (element.tag) {
        case GUMBO_TAG_S: out += ']'; break;
        case GUMBO_TAG_Q: out += "”"; break;
        case GUMBO_TAG_P:
        case GUMBO_TAG_DIV: out += ' '; break;
        case GUMBO_TAG_A:
            out += link_suffix(attribute(node, "href").value_or(""), out.substr(content));
            break;
        default: break;
    }
}

}  // namespace

std::string plain_text(const GumboNode& element)
{
    std::string out;
    for (unsigned i = 0; i != element.v.element.children.length; ++i)
        append(out, *static_cast<const GumboNode*>(element.v.element.children.data[i]), 0);
    return squeeze(out);
}

std::string image_text(const GumboNode& image)
{
    const auto alt = squeeze(attribute(image, "alt").value_or(""));
    return alt.empty() ? "[Hình]" : "[Hình: " + alt + "]";
}

std::string link_suffix(std::string_view target, std::string_view text)
{
    const auto shown = squeeze(text);
    if (target.empty() || target.starts_with("tel:") || shown.find(target) != std::string::npos)
        return {};
    if (target.starts_with("mailto:")) {
        const auto address =
            target.substr(7, target.find('?') == std::string_view::npos ? target.npos : target.find('?') - 7);
        return shown.find(address) != std::string::npos ? "" : " (" + std::string{address} + ")";
    }
    // A parenthesis behind a URL is often taken for part of it: angle brackets are not (RFC 3986, appendix
    // C).
    return (shown.empty() ? "<" : " <") + std::string{target} + ">";
}

}  // namespace loa
