#include "adapters/html/text_table.hpp"

#include "adapters/html/attributes.hpp"
#include "adapters/html/text_inline.hpp"
#include "adapters/html/tree.hpp"
#include "gateway/core/unicode.hpp"

#include <gumbo.h>

#include <algorithm>

namespace loa {
namespace {

constexpr std::size_t most_cells = 20'000, most_columns = 30;
constexpr std::size_t longest_cell = 400;  // bytes; a longer text is a block
constexpr std::string_view column_gap = " | ";

bool holds_table(const GumboNode& node, std::size_t depth = 0)
{
    if (node.type != GUMBO_NODE_ELEMENT || depth > deepest_html)
        return false;
    if (node.v.element.tag == GUMBO_TAG_TABLE)
        return true;
    const auto& list = node.v.element.children;
    return std::any_of(list.data, list.data + list.length, [&](const void* child) {
        return holds_table(*static_cast<const GumboNode*>(child), depth + 1);
    });
}

}  // namespace

text_table::text_table(const GumboNode& table)
{
    std::vector<span> spans;
    rows_of(table, false, spans, 0);
    for (auto& each : rows_) each.resize(columns_);
    layout_ = layout_ || columns_ < 2;
}

void text_table::rows_of(const GumboNode& part, bool in_head, std::vector<span>& spans, unsigned depth)
{
    const auto& list = part.v.element.children;
    for (unsigned i = 0; i != list.length && !layout_; ++i) {
        const auto& child = *static_cast<const GumboNode*>(list.data[i]);
        if (child.type != GUMBO_NODE_ELEMENT)
            continue;
        switch (child.v.element.tag) {
            case GUMBO_TAG_CAPTION: caption_ = plain_text(child); break;
            case GUMBO_TAG_TR: add_row(child, in_head, spans); break;
            case GUMBO_TAG_THEAD:
            case GUMBO_TAG_TBODY:
            case GUMBO_TAG_TFOOT:
                if (depth == 0)
                    rows_of(child, child.v.element.tag == GUMBO_TAG_THEAD, spans, 1);
                break;
            default: break;
        }
    }
}

void text_table::add_row(const GumboNode& tr, bool in_head, std::vector<span>& spans)
{
    row cells;
    bool all_heads = true;
    const auto carry = [&] {
        while (cells.size() < spans.size() && spans[cells.size()].rows > 0) {
            auto& from = spans[cells.size()];
            --from.rows;
            cells.push_back({from.text, true});
        }
    };
    const auto& list = tr.v.element.children;
    for (unsigned i = 0; i != list.length; ++i) {
        const auto& child = *static_cast<const GumboNode*>(list.data[i]);
        if (child.type != GUMBO_NODE_ELEMENT)
            continue;
        all_heads = all_heads && child.v.element.tag == GUMBO_TAG_TH;
        carry();
        texts_.push_back(plain_text(child));
        const auto index = static_cast<std::uint32_t>(texts_.size() - 1);
        const auto columns = number_attribute(child, "colspan", 1, 1000).value_or(1);
        const auto rows = number_attribute(child, "rowspan", 1, 1000).value_or(1);
        layout_ = layout_ || texts_.back().size() > longest_cell || holds_table(child) ||
                  cells.size() + static_cast<std::size_t>(columns) > most_columns;
        if (layout_)
            return;
        for (int column = 0; column != columns; ++column) {
            if (spans.size() <= cells.size())
                spans.resize(cells.size() + 1);
            spans[cells.size()] = {rows - 1, index};
            cells.push_back({index, column != 0});
        }
    }
    carry();
    if (cells.empty())
        return;
    columns_ = std::max(columns_, cells.size());
    cells_ += cells.size();
    layout_ = layout_ || cells_ > most_cells;
    if ((in_head || all_heads) && rows_.size() == head_rows_)
        ++head_rows_;
    rows_.push_back(std::move(cells));
}

void text_table::write(text_lines& out) const
{
    std::vector<std::size_t> widths(columns_);
    for (const auto& each : rows_)
        for (std::size_t i = 0; i != columns_; ++i)
            if (!each[i].carried)
                widths[i] = std::max(widths[i], grapheme_count(text(each[i])));
    std::size_t total = column_gap.size() * (columns_ - 1);
    for (const auto width : widths) total += width;
    // All rows head: nothing would be left to list under them.
    if (total <= out.room() || head_rows_ == rows_.size())
        write_aligned(out, widths);
    else
        write_listed(out);
}

void text_table::write_aligned(text_lines& out, const std::vector<std::size_t>& widths) const
{
    for (std::size_t r = 0; r != rows_.size(); ++r) {
        std::string line;
        for (std::size_t i = 0; i != columns_; ++i) {
            const auto& shown = rows_[r][i].carried ? texts_.front() : text(rows_[r][i]);
            line += (i == 0 ? "" : column_gap);
            line += shown;
            line.append(widths[i] - std::min(widths[i], grapheme_count(shown)), ' ');
        }
        out.line(line);
        if (r + 1 != head_rows_)
            continue;
        line.clear();
        for (std::size_t i = 0; i != columns_; ++i)
            line += (i == 0 ? "" : "-+-") + std::string(widths[i], '-');
        out.line(line);
    }
}

void text_table::write_listed(text_lines& out) const
{
    for (std::size_t r = head_rows_; r != rows_.size(); ++r) {
        out.indent("- ", "  ");
        std::string joined;
        for (std::size_t i = 0; i != columns_; ++i) {
            const auto& shown = text(rows_[r][i]);
            if (shown.empty() || (i != 0 && rows_[r][i].text == rows_[r][i - 1].text))
                continue;
            std::string head;  // "Kết quả, Năm 2026" where heads span columns
            for (std::size_t h = 0; h != head_rows_; ++h)
                if (const auto& part = text(rows_[h][i]);
                    !part.empty() && (h == 0 || rows_[h][i].text != rows_[h - 1][i].text))
                    head += (head.empty() ? "" : ", ") + part;
            if (head.empty())
                joined += (joined.empty() ? "" : "; ") + shown;
            else {
                out.add(head + ": " + shown);
                out.end_paragraph();
            }
        }
        out.add(joined);
        out.outdent();
    }
}

}  // namespace loa
