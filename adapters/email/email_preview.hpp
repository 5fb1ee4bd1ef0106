#pragma once
/// \file
/// One message as its reader sees it. Within the folder.

#include "adapters/email/email_template.hpp"

namespace loa {

/// Composes the message and reads its parts out of it. It has no DKIM signature: who may look at a bulletin
/// must not come by one that the Department seems to have sent.
message_preview preview_of(const email_template& text, const destination& to, body_encoding encoding);

}  // namespace loa
