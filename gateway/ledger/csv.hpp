#pragma once
/// \file
/// Reads comma-separated values (RFC 4180) from anywhere, a row at a time, in bounded memory.

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Takes LF and CRLF, quoted fields with commas, line breaks and doubled quotes in them, and a byte order
/// mark. Empty lines are passed over. Any bytes are read without throwing: a row that is not CSV or too long
/// has `trouble`, and reading goes on with the line after the one on which that row began, so that a
/// forgotten quote costs one row.
class csv_reader {
public:
    /// `from` must outlive it.
    explicit csv_reader(std::istream& from, std::size_t longest_row = 65'536);

    /// False at the end. What the getters say lives until the next call.
    bool next();

    const std::vector<std::string_view>& fields() const noexcept { return fields_; }
    std::string_view trouble() const noexcept
    {
        return trouble_;
    }  ///< empty: none; otherwise a sentence for people
    std::string_view text() const noexcept
    {
        return text_;
    }                                                        ///< the row as it stands, without its line break
    std::uint64_t line() const noexcept { return line_; }    ///< of its first line, from 1
    std::uint64_t bytes() const noexcept { return bytes_; }  ///< read so far, this row included

private:
    /// A field: where it is in the row, or in `unquoted_`. Views are made when the row is whole, because
    /// filling moves it.
    struct piece {
        std::size_t from = 0, to = 0;
        bool is_unquoted = false;
    };

    bool fill();
    bool parse();
    bool give_up(std::string_view why);
    bool peek(char& c);

    std::istream& from_;
    const std::size_t longest_;
    std::vector<char> buffer_;
    std::size_t start_ = 0, at_ = 0,
                end_ = 0;  ///< of the row, of what is read of it, of what is in the buffer
    bool is_first_ = true;
    std::string unquoted_;  ///< fields with doubled quotes, made single
    std::vector<piece> pieces_;
    std::vector<std::string_view> fields_;
    std::string_view text_, trouble_;
    std::uint64_t line_ = 0, next_line_ = 1, bytes_ = 0;
};

/// One field, quoted if need be.
std::string csv_field(std::string_view text);

}  // namespace loa
