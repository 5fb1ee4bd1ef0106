#pragma once
/// \file
/// Text in headers (RFC 2047). Written here rather than by GMime, which needs it for each recipient without
/// allocating, and encodes only the words that must be: some readers then lose the spaces, or the words,
/// between them. Within the folder.

#include <string>
#include <string_view>

namespace loa {

/// Whether the text cannot stand in a header as it is: it is not ASCII, reads like an encoded word, or is
/// long.
bool needs_encoding(std::string_view text) noexcept;

/// Appends encoded words (UTF-8, base64) folded with CRLF and a space into lines of at most 76 characters. No
/// letter is torn apart, and only the last word is padded, for readers that join the words before they decode
/// them. Allocates only by growth of `out`.
///
/// \param column  where the first word starts
void append_encoded_words(std::string& out, std::string_view text, std::size_t column);

}  // namespace loa
