#pragma once
/// \file
/// A table as plain text. Within the folder.

#include "adapters/html/text_lines.hpp"

#include <cstdint>
#include <string>
#include <vector>

struct GumboInternalNode;

namespace loa {

class text_table {
public:
    explicit text_table(const GumboInternalNode& table);

    const std::string& caption() const noexcept { return caption_; }

    /// It only arranges blocks (one column, tables in it, long texts), or is too large to be read as a table.
    bool is_layout() const noexcept { return layout_; }

    /// Aligned columns if they fit, else each row as a list item with "header: cell" lines.
    void write(text_lines& out) const;

private:
    struct cell {
        std::uint32_t text = 0;  // index in texts_
        bool carried = false;    // from the row above or the column before, by a span
    };
    using row = std::vector<cell>;
    struct span {
        int rows = 0;
        std::uint32_t text = 0;
    };

    void rows_of(const GumboInternalNode& part, bool in_head, std::vector<span>& spans, unsigned depth);
    void add_row(const GumboInternalNode& tr, bool in_head, std::vector<span>& spans);
    const std::string& text(const cell& which) const { return texts_[which.text]; }
    void write_aligned(text_lines& out, const std::vector<std::size_t>& widths) const;
    void write_listed(text_lines& out) const;

    std::string caption_;
    std::vector<std::string> texts_{std::string{}};
    std::vector<row> rows_;
    std::size_t head_rows_ = 0, columns_ = 0, cells_ = 0;
    bool layout_ = false;
};

}  // namespace loa
