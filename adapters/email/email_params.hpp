#pragma once
/// \file
/// How email leaves: the relay, who the mail is from, and limits.

#include "gateway/core/refusal_token.hpp"
#include "gateway/core/signing_key.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loa {

enum class smtp_tls : std::uint8_t { starttls, implicit, none };

struct dkim_key {
    std::string selector;
    std::shared_ptr<const signing_key> key;  ///< nothing where the secrets were not read
};

/// How messages are signed (RFC 6376).
struct dkim_params {
    std::string domain;
    dkim_key key;
    std::optional<dkim_key> second;  ///< of the other algorithm (RFC 8463 section 3)
};

struct email_params {
    std::string host = "localhost";
    std::uint16_t port = 587;
    smtp_tls tls = smtp_tls::starttls;  ///< starttls: required, never falls back
    std::string ca_file;                ///< PEM; empty: the system's
    std::string username;               ///< empty: no AUTH
    std::string password;               ///< secret: never logged
    std::string helo_name;              ///< empty: the machine's name

    std::string from_address = "bantin@hcm.edu.vn";
    std::string from_name = "Sở Giáo dục và Đào tạo TP. Hồ Chí Minh";
    std::string reply_to;                             ///< empty: none
    std::string bounce_domain = "bounce.hcm.edu.vn";  ///< of the envelope sender, b+<broadcast>.<no>.<mac>@
    std::string message_id_domain = "loa.hcm.edu.vn";
    std::string list_id = "bantin.hcm.edu.vn";
    std::vector<std::string> allowed_hosts{"hcm.edu.vn"};  ///< links may lead there and below

    /// "https://loa.hcm.edu.vn/u/": what the link to stop mail starts with; a token follows. Both or neither.
    std::string unsubscribe_url;
    std::optional<refusal_tokens> tokens;
    std::optional<dkim_params> dkim;  ///< nothing: the relay signs, or nobody

    std::size_t connections = 8;
    std::size_t messages_per_call =
        20;  ///< most messages handed to one connection at once, all in flight together
    std::size_t messages_per_connection = 1'000;  ///< then it is closed and made anew
    std::chrono::seconds connect_limit{30};
    std::chrono::seconds reply_limit{300};  ///< RFC 5321 section 4.5.3.2
};

}  // namespace loa
