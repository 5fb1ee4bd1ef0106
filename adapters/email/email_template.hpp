#pragma once
/// \file
/// One bulletin as an email, composed once; what is personal (To, Message-ID, greeting) is spliced in for
/// each recipient.

#include "adapters/email/email_params.hpp"
#include "gateway/core/channel.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// How the bodies are encoded: as UTF-8 where the server announced 8BITMIME (RFC 6152), else
/// quoted-printable.
enum class body_encoding : std::uint8_t { eight_bit, quoted_printable };

class email_template {
public:
    /// multipart/alternative: text, then HTML. Pure.
    static boost::system::result<email_template, problems> render(
        const bulletin& what, broadcast_id broadcast, const email_params& params
    );

    /// Appends the whole message as it stands between DATA's 354 and its end: CRLF lines, dots stuffed (RFC
    /// 5321 section 4.5.2), the final ".\r\n" included. Does not allocate but for the growth of `out`.
    void append(std::string& out, const destination& to, body_encoding encoding) const;

    /// Envelope sender (VERP): b+<broadcast>.<no>.<first 8 digits of the key>@<bounce domain>. The digits are
    /// a MAC: they come from the keyed hash, so that a forged bounce is told from a real one.
    void append_sender(std::string& out, const destination& to) const;

    /// Bytes of the message without what is personal: for SIZE and for reserving.
    std::size_t size(body_encoding encoding) const noexcept;

private:
    // Fixed pieces with a personal slot after each but the last.
    enum class slot : std::uint8_t {
        none,
        to_header,
        message_id,
        greeting_text,
        greeting_html,
        link_header,
        link_text,
        link_html
    };
    struct piece {
        std::string fixed;
        slot then = slot::none;
    };
    std::vector<piece> eight_bit_, quoted_printable_;
    std::string sender_prefix_, sender_suffix_;
    broadcast_id broadcast_ = 0;
    std::string link_, link_html_;  ///< start of the link to stop mail
    std::optional<refusal_tokens> tokens_;
};

}  // namespace loa
