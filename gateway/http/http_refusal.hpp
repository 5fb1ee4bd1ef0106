#pragma once
/// \file
/// Why the server itself does not pass a request on.

#include "gateway/http/http_message.hpp"

#include <cstdint>
#include <string_view>

namespace loa {

enum class http_refusal : std::uint8_t {
    bad_request_line,
    bad_version,          ///< 505
    bad_line_end,         ///< a CR or LF alone: where lines end is a matter of taste no more
    bad_character,        ///< control characters in the head
    bad_field,            ///< no name, spaces around it, a folded line, not UTF-8
    bad_target,           ///< not a path: "http://...", "host:port", "*"
    bad_path,             ///< bad escapes, dot segments, empty segments, encoded slashes, not UTF-8
    bad_host,             ///< none, several, or no host
    repeated_field,       ///< of which there may be one
    bad_length,           ///< Content-Length is no number
    bad_framing,          ///< both Content-Length and Transfer-Encoding, or in HTTP/1.0
    unknown_coding,       ///< 501
    bad_chunk,            ///< size, line end or trailer
    unknown_expectation,  ///< 417
    head_too_large,       ///< 431
    body_too_large,       ///< 413
    too_slow,             ///< 408
    too_many,             ///< 503: connections of this peer
    overloaded,           ///< 503: memory of all requests together
    failed,               ///< 500
};

unsigned status_of(http_refusal why) noexcept;

/// Problem details (RFC 9457) in Vietnamese, or in English if that is what is asked for first.
http_reply refuse(http_refusal why, std::string_view accept_language, std::string_view request_id);

}  // namespace loa
