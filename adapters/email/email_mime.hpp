#pragma once
/// \file
/// Composes a message. Within the folder.

#include "adapters/email/email_content.hpp"
#include "adapters/email/email_template.hpp"

#include <string>
#include <string_view>

namespace loa {

struct email_parts {
    std::string text, html;      ///< LF lines
    std::string to, message_id;  ///< placeholders: an address, an id
    std::string unsubscribe;     ///< placeholder of a URL; empty: none
    std::string boundary;        ///< not in the parts
};

/// The whole message with CRLF lines, dots not stuffed. The parts stand in it as they are where `encoding` is
/// eight_bit.
std::string compose(
    const email_content& content,
    const email_parts& parts,
    wall_time date,
    const email_params& params,
    body_encoding encoding
);

}  // namespace loa
