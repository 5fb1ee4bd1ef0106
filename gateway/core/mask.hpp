#pragma once
/// \file
/// Personal data made unreadable before it is logged or kept with a delivery. Enough stays to recognise what
/// one knows already.

#include "gateway/core/directory.hpp"

#include <string>
#include <string_view>

namespace loa {

/// "nguyen.an@hcm.edu.vn" -> "n***@hcm.edu.vn". What has no "@" is "***".
std::string mask_mailbox(std::string_view address);

/// "0901234567" -> "090****567". What is shorter than nine characters is "****".
std::string mask_account(std::string_view account);

/// By kind of address. A unit is nobody's personal data and stays as it is.
std::string mask(contact what, std::string_view address);

/// Masks everything that looks like a mailbox or a Vietnamese phone number (+84, 84 or 0, with single spaces,
/// dots, hyphens or brackets between the digits) inside free text, e.g. a remote server's answer. In doubt it
/// masks. One pass: where the digits that stay and those after them look like a number again, masking once
/// more masks that, too.
std::string mask_text(std::string_view text);

}  // namespace loa
