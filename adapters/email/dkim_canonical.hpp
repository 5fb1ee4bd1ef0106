#pragma once
/// \file
/// Mail in the form that is signed: "relaxed" (RFC 6376 sections 3.4.2 and 3.4.4), which outlives folding and
/// white space changed on the way. Within the folder.

#include "gateway/core/sha256.hpp"

#include <string>
#include <string_view>

namespace loa {

/// Appends a header field, whose line end may be missing, without a line end.
void append_relaxed_field(std::string& out, std::string_view field);

/// The hash of a body as it is sent: CRLF lines, dots stuffed, ".\r\n" at its end. Nothing of it can be
/// hashed once for all who get it, as what is personal begins in its first lines.
sha256_digest relaxed_body_hash(std::string_view sent);

}  // namespace loa
