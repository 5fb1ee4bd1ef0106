#pragma once
/// \file
/// What a server offers in its answer to EHLO (RFC 5321, section 4.1.1.1).

#include <cstdint>
#include <string_view>

namespace loa {

struct smtp_capabilities {
    bool pipelining = false;
    bool eight_bit = false;  ///< 8BITMIME
    bool utf8 = false;       ///< SMTPUTF8
    bool starttls = false;
    bool auth_plain = false;
    bool auth_login = false;
    bool size = false;             ///< takes SIZE=
    std::uint64_t size_limit = 0;  ///< 0: none stated

    friend bool operator==(const smtp_capabilities&, const smtp_capabilities&) = default;
};

/// \param text  of the reply, lines parted by '\n'; the first one greets. What is not known is passed over.
smtp_capabilities parse_capabilities(std::string_view text) noexcept;

}  // namespace loa
