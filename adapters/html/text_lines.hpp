#pragma once
/// \file
/// Lines of plain text, wrapped at words and indented. Within the folder.

#include <string>
#include <string_view>
#include <vector>

namespace loa {

class text_lines {
public:
    /// \param width  in graphemes, prefixes included; a longer word has a line of its own
    explicit text_lines(std::size_t width) : width_{width} {}

    /// Graphemes that fit between the prefixes and the width.
    std::size_t room() const;

    /// More of the current paragraph. White space in it is where lines may end.
    void add(std::string_view inline_text);
    /// Lines as they stand, "\n" between them.
    void verbatim(std::string_view text);
    /// A line as it stands, between the prefixes.
    void line(std::string_view text);

    void end_line();       ///< a line break within the paragraph; two of them are a gap
    void end_paragraph();  ///< the next text starts on a new line
    void gap();    ///< the same, with an empty line between unless it would tear a marker from its text
    void tight();  ///< no empty line here after all
    void underline(char with);  ///< the last paragraph, if it has one line

    /// Prefixes until outdent: of the first line, and of those after it.
    void indent(std::string_view first, std::string_view rest);
    void outdent();

    /// Everything, each line ended by "\n".
    std::string text() &&;

private:
    struct prefix {
        std::string first, rest;
        bool used = false;
    };
    void emit(std::string_view content);

    std::size_t width_;
    std::string out_, paragraph_;
    std::vector<prefix> prefixes_;
    std::string last_line_;
    std::size_t lines_in_paragraph_ = 0;
    bool gap_owed_ = false, broke_ = false;
};

}  // namespace loa
