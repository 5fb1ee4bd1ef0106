#pragma once
/// \file
/// What a Vietnamese text needs from Unicode (UAX 15 and 29), by ICU. All strings are UTF-8.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Composed form (NFC), or nothing if `text` is not valid UTF-8.
std::optional<std::string> to_nfc(std::string_view text);

/// How many characters a person sees (grapheme clusters).
std::size_t grapheme_count(std::string_view text);

/// The text itself if it has at most `graphemes` of them; otherwise cut at the last word boundary that leaves room for the "…" that
/// is put behind it (or inside a word if the first word is longer than that). Never cuts inside a grapheme. graphemes >= 1.
std::string shorten(std::string_view text, std::size_t graphemes);

/// White space of any kind becomes single spaces, none at the ends. Control characters are dropped.
std::string squeeze(std::string_view text);

/// The text, with U+FFFD in place of each byte that is no UTF-8.
std::string as_utf8(std::string_view text);

/// For searching: lower case without diacritics, "Đường Nguyễn" -> "duong nguyen". Bytes that are no UTF-8 become U+FFFD.
std::string without_diacritics(std::string_view text);

}  // namespace loa
