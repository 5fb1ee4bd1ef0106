#pragma once
/// \file
/// Shortens sanitised HTML (adapters/html/sanitise.hpp): well-formed, so that a scan of its tags is enough.

#include <cstddef>
#include <string>
#include <string_view>

namespace loa {

/// The longest beginning of at most `most_bytes` that ends where a paragraph, list item, table row or the
/// like ends, with what is open closed. If not even the first of them fits, its text as one paragraph,
/// shortened. Empty if nothing fits.
std::string cut_html(std::string_view sanitised, std::size_t most_bytes);

/// The words of it in one line: images by their alt text, links without their addresses.
std::string plain_text(std::string_view sanitised);

}  // namespace loa
