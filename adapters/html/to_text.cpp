#include "adapters/html/attributes.hpp"
#include "adapters/html/sanitise.hpp"
#include "adapters/html/text_inline.hpp"
#include "adapters/html/text_lines.hpp"
#include "adapters/html/text_table.hpp"
#include "adapters/html/tree.hpp"
#include "gateway/core/unicode.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <optional>

namespace loa {
namespace {

std::string letters(int number, char first)
{
    std::string out;
    for (; number > 0; number = (number - 1) / 26)
        out.insert(out.begin(), static_cast<char>(first + (number - 1) % 26));
    return out;
}

std::string roman(int number, bool lower)
{
    constexpr std::array<std::pair<int, std::string_view>, 13> digits{{
        {1000, "M"},
        {900, "CM"},
        {500, "D"},
        {400, "CD"},
        {100, "C"},
        {90, "XC"},
        {50, "L"},
        {40, "XL"},
        {10, "X"},
        {9, "IX"},
        {5, "V"},
        {4, "IV"},
        {1, "I"},
    }};
    std::string out;
    for (const auto& [value, digit] : digits)
        for (; number >= value; number -= value) out += digit;
    if (lower)
        for (auto& c : out) c = static_cast<char>(c | 0x20);
    return out;
}

std::string marker(std::string_view type, int number)
{
    if (number > 0 && number < 4000) {
        if (type == "a" || type == "A")
            return letters(number, type[0]) + ". ";
        if (type == "i" || type == "I")
            return roman(number, type == "i") + ". ";
    }
    return std::to_string(number) + ". ";
}

class text_writer {
public:
    explicit text_writer(std::size_t width) : lines_{width} {}

    std::string write(const GumboNode& root)
    {
        children(root, 0);
        lines_.end_paragraph();
        return std::move(lines_).text();
    }

private:
    // Recursion is limited: deeper content of a text that sanitise never produces is left out.
    void children(const GumboNode& node, std::size_t depth)
    {
        if (depth > deepest_html)
            return;
        const auto& list = node.v.element.children;
        for (unsigned i = 0; i != list.length; ++i)
            visit(*static_cast<const GumboNode*>(list.data[i]), depth + 1);
    }

    void visit(const GumboNode& node, std::size_t depth)
    {
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) {
            if (in_pre_)
                lines_.verbatim(node.v.text.text);
            else
                lines_.add(node.v.text.text);
        }
        else if (node.type == GUMBO_NODE_ELEMENT)
            element(node, depth);
    }

    void element(const GumboNode& node, std::size_t depth)
    {
        switch (node.v.element.tag) {
            case GUMBO_TAG_H1:
            case GUMBO_TAG_H2:
                block(node, depth);
                lines_.underline('-');
                break;
            case GUMBO_TAG_P:
            case GUMBO_TAG_H3:
            case GUMBO_TAG_H4:
            case GUMBO_TAG_H5:
            case GUMBO_TAG_H6:
            case GUMBO_TAG_FIGURE: block(node, depth); break;
            case GUMBO_TAG_UL:
            case GUMBO_TAG_OL: list(node, depth); break;
            case GUMBO_TAG_DL: block(node, depth); break;
            case GUMBO_TAG_DD: indented(node, depth, "    ", "    "); break;
            case GUMBO_TAG_BLOCKQUOTE:
                lines_.gap();
                indented(node, depth, "> ", "> ");
                lines_.gap();
                break;
            case GUMBO_TAG_PRE:
                lines_.gap();
                in_pre_ = true;
                children(node, depth);
                in_pre_ = false;
                lines_.gap();
                break;
            case GUMBO_TAG_HR:
                lines_.gap();
                lines_.add("* * *");
                lines_.gap();
                break;
            case GUMBO_TAG_TABLE: table(node, depth); break;
            case GUMBO_TAG_BR: lines_.end_line(); break;
            case GUMBO_TAG_IMG: lines_.add(image_text(node)); break;
            case GUMBO_TAG_A: link(node, depth); break;
            case GUMBO_TAG_S:  // without the stroke it would say the opposite
                lines_.add("[đã bỏ: ");
                children(node, depth);
                lines_.add("]");
                break;
            case GUMBO_TAG_Q:
                lines_.add("“");
                children(node, depth);
                lines_.add("”");
                break;
            case GUMBO_TAG_DIV:
            case GUMBO_TAG_DT:
            case GUMBO_TAG_LI:
            case GUMBO_TAG_FIGCAPTION:
                lines_.end_paragraph();
                children(node, depth);
                lines_.end_paragraph();
                break;
            default: children(node, depth);
        }
    }

    void block(const GumboNode& node, std::size_t depth)
    {
        lines_.gap();
        children(node, depth);
        lines_.gap();
    }

    void indented(const GumboNode& node, std::size_t depth, std::string_view first, std::string_view rest)
    {
        lines_.end_paragraph();
        lines_.indent(first, rest);
        children(node, depth);
        lines_.outdent();
    }

    void list(const GumboNode& node, std::size_t depth)
    {
        const bool nested = in_list_ != 0;
        nested ? lines_.end_paragraph() : lines_.gap();
        ++in_list_;
        const bool numbered = node.v.element.tag == GUMBO_TAG_OL;
        const auto type = attribute(node, "type").value_or("");
        int number = number_attribute(node, "start", -9999, 9999).value_or(1);
        const auto& items = node.v.element.children;
        for (unsigned i = 0; i != items.length; ++i) {
            const auto& item = *static_cast<const GumboNode*>(items.data[i]);
            if (item.type != GUMBO_NODE_ELEMENT || item.v.element.tag != GUMBO_TAG_LI) {
                visit(item, depth + 1);
                continue;
            }
            number = number_attribute(item, "value", -9999, 9999).value_or(number);
            const auto first = numbered ? marker(type, number) : std::string{"- "};
            ++number;
            indented(item, depth + 1, first, std::string(grapheme_count(first), ' '));
            lines_.tight();
        }
        --in_list_;
        nested ? lines_.end_paragraph() : lines_.gap();
    }

    void link(const GumboNode& node, std::size_t depth)
    {
        const auto target = attribute(node, "href").value_or("");
        children(node, depth);
        if (!target.empty())
            lines_.add(link_suffix(target, plain_text(node)));
    }

    void table(const GumboNode& node, std::size_t depth)
    {
        lines_.gap();
        const text_table cells{node};
        if (!cells.caption().empty()) {
            lines_.add(cells.caption());
            lines_.end_paragraph();
        }
        if (cells.is_layout())
            layout(node, depth);
        else
            cells.write(lines_);
        lines_.gap();
    }

    /// A table that only arranges blocks on a page: one block after another.
    void layout(const GumboNode& node, std::size_t depth)
    {
        if (depth > deepest_html)
            return;
        const auto& list = node.v.element.children;
        for (unsigned i = 0; i != list.length; ++i) {
            const auto& child = *static_cast<const GumboNode*>(list.data[i]);
            if (child.type != GUMBO_NODE_ELEMENT || child.v.element.tag == GUMBO_TAG_CAPTION)
                continue;
            if (child.v.element.tag == GUMBO_TAG_TD || child.v.element.tag == GUMBO_TAG_TH)
                block(child, depth + 1);
            else
                layout(child, depth + 1);
        }
    }

    text_lines lines_;
    unsigned in_list_ = 0;
    bool in_pre_ = false;
};

}  // namespace

std::string to_text(std::string_view sanitised_html, std::size_t width)
{
    const auto tree = html_tree::parse(sanitised_html);
    return tree ? text_writer{std::max<std::size_t>(width, 20)}.write(tree->root()) : std::string{};
}

}  // namespace loa
