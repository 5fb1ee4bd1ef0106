#pragma once
/// \file
/// One message as its reader sees it. Within the folder.

#include "adapters/email/email_template.hpp"

namespace loa {

/// Composes the message and reads its parts out of it. It has no DKIM signature: that is made for a message
/// that leaves.
message_preview preview_of(const email_template& text, const destination& to, body_encoding encoding);

}  // namespace loa
