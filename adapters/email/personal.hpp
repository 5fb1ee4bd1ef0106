#pragma once
/// \file
/// The personal pieces of a message. They append and allocate nothing else; whatever a name or an address
/// holds, what they write is well-formed. Within the folder.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace loa {

/// A name without anything that could end a line or a header, and no longer than a greeting may be.
class clean_name {
public:
    explicit clean_name(std::string_view name) noexcept;
    std::string_view view() const noexcept { return {text_.data(), size_}; }

private:
    // Escaped for HTML it is six times as long at most, which still fits a line (998 bytes) with the words
    // around it.
    std::array<char, 150> text_{};
    std::size_t size_ = 0;
};

/// "name <address>", the name by RFC 2047 and folded where needed.
///
/// \param column  where it starts in the header's line
void append_mailbox(std::string& out, std::size_t column, const clean_name& name, std::string_view address);

/// The line of greeting, without its end.
void append_greeting(std::string& out, const clean_name& name, bool html, bool quoted_printable);

/// The URL of the link to stop mail, in a line of which `column` characters are there already. In
/// quoted-printable one more character may follow it on its line.
void append_link(
    std::string& out,
    std::string_view start,
    std::string_view token,
    std::size_t column,
    bool quoted_printable
);

}  // namespace loa
