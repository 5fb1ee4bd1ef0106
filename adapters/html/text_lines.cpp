#include "adapters/html/text_lines.hpp"

#include "gateway/core/unicode.hpp"

#include <algorithm>
#include <utility>

namespace loa {
namespace {

void trim_end(std::string& text)
{
    text.resize(text.find_last_not_of(' ') + 1);
}

}  // namespace

void text_lines::add(std::string_view inline_text)
{
    paragraph_ += inline_text;
}

void text_lines::verbatim(std::string_view text)
{
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        if (start != text.size())
            line(text.substr(start, end - start));
        start = end + 1;
    }
}

void text_lines::line(std::string_view text)
{
    end_paragraph();
    emit(text);
}

void text_lines::end_line()
{
    if (broke_ && squeeze(paragraph_).empty()) {
        gap();
        return;
    }
    end_paragraph();
    broke_ = true;
}

std::size_t text_lines::room() const
{
    constexpr std::size_t least = 20;
    std::size_t taken = 0;
    for (const auto& each : prefixes_) taken += grapheme_count(each.rest);
    return width_ > taken + least ? width_ - taken : least;
}

void text_lines::end_paragraph()
{
    const auto text = squeeze(std::exchange(paragraph_, {}));
    if (text.empty())
        return;
    lines_in_paragraph_ = 0;
    std::string current;
    std::size_t used = 0;
    const auto most = room();
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find(' ', start), text.size());
        const auto word = std::string_view{text}.substr(start, end - start);
        const auto length = grapheme_count(word);
        if (!current.empty() && used + 1 + length > most) {
            emit(current);
            current.clear();
            used = 0;
        }
        if (!current.empty()) {
            current += ' ';
            ++used;
        }
        current += word;
        used += length;
        start = end + 1;
    }
    emit(current);
}

void text_lines::gap()
{
    end_paragraph();
    const bool behind_marker = !prefixes_.empty() && !prefixes_.back().used;
    if (!behind_marker)
        gap_owed_ = !out_.empty();
}

void text_lines::tight()
{
    end_paragraph();
    gap_owed_ = false;
}

void text_lines::underline(char with)
{
    end_paragraph();
    if (lines_in_paragraph_ != 1)
        return;
    gap_owed_ = false;
    emit(std::string(std::min(grapheme_count(last_line_), room()), with));
    gap_owed_ = true;
}

void text_lines::indent(std::string_view first, std::string_view rest)
{
    end_paragraph();
    prefixes_.push_back({std::string{first}, std::string{rest}});
}

void text_lines::outdent()
{
    end_paragraph();
    prefixes_.pop_back();
}

std::string text_lines::text() &&
{
    end_paragraph();
    return std::move(out_);
}

void text_lines::emit(std::string_view content)
{
    if (gap_owed_) {
        std::string empty;
        for (const auto& each : prefixes_)
            if (each.used)
                empty += each.rest;
        trim_end(empty);
        out_ += empty + '\n';
        gap_owed_ = false;
    }
    std::string text;
    for (auto& each : prefixes_) {
        text += each.used ? each.rest : each.first;
        each.used = true;
    }
    text += content;
    trim_end(text);
    out_ += text + '\n';
    last_line_ = content;
    ++lines_in_paragraph_;
    broke_ = false;
}

}  // namespace loa
