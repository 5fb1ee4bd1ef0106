#pragma once
/// \file
/// A reply as bytes.

#include "gateway/http/http_message.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace loa {

/// How a reply is framed, which depends on the request.
struct reply_frame {
    std::string_view request_id;
    bool keeps_alive = false;
    bool is_chunked = false;  ///< the body's end is in it; else Content-Length, or the end of the connection
    std::chrono::sys_seconds now{};
};

/// The head with its empty line. Throws std::invalid_argument if a field of the handler's would end its line.
/// The server's own fields are left out where a handler gave them.
std::string head_bytes(const http_reply& of, const reply_frame& frame);

/// Whether the status has no body at all (RFC 9110 section 6.4.1).
bool is_without_body(unsigned status) noexcept;

std::string chunk_bytes(std::string_view piece);
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

}  // namespace loa
