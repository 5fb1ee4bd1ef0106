#pragma once
/// \file
/// Elements as part of one line of plain text. Within the folder.

#include <string>
#include <string_view>

struct GumboInternalNode;

namespace loa {

/// All text below the element as one line, with links and images as to_text writes them.
std::string plain_text(const GumboInternalNode& element);

/// "[Hình: alt]"
std::string image_text(const GumboInternalNode& image);

/// " (https://...)": what to put behind a link's text so that it can be followed; nothing if the text says it
/// already.
std::string link_suffix(std::string_view target, std::string_view text);

}  // namespace loa
