#pragma once
/// \file
/// Smaller replies for those who can read them (RFC 9110 section 12.5.3).

#include "gateway/http/http_message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Whether gzip is not less wanted than the reply as it is.
bool accepts_gzip(std::string_view accept_encoding) noexcept;

/// \param level  1, the quickest, to 9, the smallest. Nothing if there is no room for it
std::optional<std::string> gzip(std::string_view text, int level);

/// Compresses a body of text, JSON, script, style or SVG of 1 KB or more, and says in Vary that it depends on
/// Accept-Encoding. Never a source.
void compress(http_reply& what, std::string_view accept_encoding);

}  // namespace loa
