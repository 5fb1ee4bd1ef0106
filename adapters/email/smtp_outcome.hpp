#pragma once
/// \file
/// What an SMTP refusal means for a delivery (RFC 5321 section 4.2, RFC 3463, RFC 4954, and what relays say
/// in practice).

#include "adapters/email/smtp_reply.hpp"
#include "gateway/core/outcome.hpp"

#include <string>
#include <string_view>

namespace loa {

/// What the reply answers.
enum class smtp_stage : std::uint8_t { greeting, ehlo, starttls, auth, mail, rcpt, data, content };

/// The outcome of a refusal (4yz, 5yz). Any other code is out of place here: unknown after the content, else
/// transient.
///
/// \param mailbox  the recipient, whose name is kept out of the cause; may be empty
outcome classify(const smtp_reply& reply, smtp_stage stage, std::string_view mailbox);

/// "550 5.1.1 Recipient address rejected: User unknown": the codes and the beginning of the first line,
/// without mailboxes, numbers, ids and addresses of hosts, so that the refusals of a broadcast have few
/// distinct causes and none names a person.
std::string cause_of(const smtp_reply& reply, std::string_view mailbox);

}  // namespace loa
