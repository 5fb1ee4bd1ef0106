#pragma once
/// \file
/// One message as its reader sees it. Within the folder.

#include "adapters/email/email_template.hpp"

namespace loa {

/// Composes the message for a server that takes 8BITMIME, as they all do today, and reads its parts out of
/// it.
message_preview preview_of(const email_template& text, const destination& to);

}  // namespace loa
