#include "gateway/ledger/csv.hpp"

#include <algorithm>
#include <cstring>

namespace loa {

csv_reader::csv_reader(std::istream& from, std::size_t longest_row)
    : from_{from}, longest_{longest_row}, buffer_(std::max<std::size_t>(longest_row, 32'768) * 4)
{
    unquoted_.reserve(longest_);  // views into it must stay good
}

/// Moves the row begun to the front and reads behind it. False if there is nothing more.
bool csv_reader::fill()
{
    std::memmove(buffer_.data(), buffer_.data() + start_, end_ - start_);
    at_ -= start_;
    end_ -= start_;
    start_ = 0;
    from_.read(buffer_.data() + end_, static_cast<std::streamsize>(buffer_.size() - end_));
    const auto got = static_cast<std::size_t>(from_.gcount());
    end_ += got;
    return got != 0;
}

bool csv_reader::peek(char& c)
{
    if (at_ == end_ && !fill())
        return false;
    c = buffer_[at_];
    return true;
}

/// The row cannot be read: its first line is all that is given up.
bool csv_reader::give_up(std::string_view why)
{
    const auto* row = buffer_.data() + start_;
    const auto* line_end = static_cast<const char*>(std::memchr(row, '\n', end_ - start_));
    auto length =
        line_end != nullptr ? static_cast<std::size_t>(line_end - row) : std::min(end_ - start_, longest_);
    at_ = start_ + length + (line_end != nullptr ? 1 : 0);
    bytes_ += at_ - start_;
    if (line_end != nullptr)
        ++next_line_;
    text_ = std::string_view{row, std::min(length, longest_)};
    if (text_.ends_with('\r'))
        text_.remove_suffix(1);
    trouble_ = why;
    fields_.clear();
    start_ = at_;
    return true;
}

bool csv_reader::next()
{
    if (is_first_) {
        is_first_ = false;
        while (end_ < 3 && fill()) {
        }
        if (end_ >= 3 && std::string_view{buffer_.data(), 3} == "\xEF\xBB\xBF") {
            start_ = at_ = 3;
            bytes_ = 3;
        }
    }
    char c = 0;
    while (peek(c) && (c == '\n' || c == '\r')) {  // empty lines
        next_line_ += c == '\n' ? 1 : 0;
        start_ = ++at_;
        ++bytes_;
    }
    if (at_ == end_)
        return false;
    return parse();
}

bool csv_reader::parse()
{
    pieces_.clear();
    unquoted_.clear();
    trouble_ = {};
    line_ = next_line_;
    std::uint64_t breaks = 0;
    const auto too_long = [&] { return at_ - start_ > longest_; };

    char c = 0;
    for (bool is_row_over = false; !is_row_over;) {
        piece field{at_ - start_};
        if (peek(c) && c == '"') {
            ++at_;
            const auto copied_from = unquoted_.size();
            field.from = at_ - start_;
            for (;;) {
                if (!peek(c))
                    return give_up("a quote is opened and not closed");
                if (too_long())
                    return give_up("the row is too long: is a closing quote missing?");
                ++at_;
                breaks += c == '\n' ? 1 : 0;
                if (c != '"') {
                    if (field.is_unquoted)
                        unquoted_ += c;
                    continue;
                }
                if (!peek(c) || c != '"')
                    break;
                if (!field.is_unquoted) {  // the first doubled quote: from here on it is a copy
                    unquoted_.append(buffer_.data() + start_ + field.from, at_ - 1 - (start_ + field.from));
                    field.is_unquoted = true;
                }
                unquoted_ += '"';
                ++at_;
            }
            field.to = at_ - 1 - start_;
            if (field.is_unquoted) {
                field.from = copied_from;
                field.to = unquoted_.size();
            }
            if (peek(c) && c == '\r') {
                ++at_;
                if (peek(c) && c != '\n')
                    return give_up("something stands between a closing quote and the next comma");
            }
            if (peek(c) && c != ',' && c != '\n')
                return give_up("something stands between a closing quote and the next comma");
        }
        else {
            while (peek(c) && c != ',' && c != '\n') {
                if (c == '"')
                    return give_up("a quote stands inside a field that does not begin with one");
                if (too_long())
                    return give_up("the row is too long");
                ++at_;
            }
            field.to = at_ - start_;
            const bool ends_line = !peek(c) || c == '\n';
            if (ends_line && field.to > field.from && buffer_[start_ + field.to - 1] == '\r')
                --field.to;
        }
        pieces_.push_back(field);
        is_row_over = !peek(c) || c == '\n';
        if (!is_row_over)
            ++at_;  // the comma
        if (too_long())
            return give_up("the row is too long");
    }

    text_ = {buffer_.data() + start_, at_ - start_};
    if (text_.ends_with('\r'))
        text_.remove_suffix(1);
    fields_.clear();
    for (const auto& field : pieces_) {
        const auto* base = field.is_unquoted ? unquoted_.data() : buffer_.data() + start_;
        fields_.emplace_back(base + field.from, field.to - field.from);
    }
    if (at_ != end_) {
        ++at_;  // the line break
        ++breaks;
    }
    next_line_ += breaks;
    bytes_ += at_ - start_;
    start_ = at_;
    return true;
}

std::string csv_field(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string{text};
    std::string out{'"'};
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

}  // namespace loa
