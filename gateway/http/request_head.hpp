#pragma once
/// \file
/// The head of a request (RFC 9112): stricter than the standard wherever two servers might read it
/// differently.

#include "gateway/http/http_message.hpp"
#include "gateway/http/http_refusal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace loa {

struct request_head {
    http_request request;  ///< method, path, query and headers
    bool is_1_1 = false;
    bool keeps_alive = false;
    bool is_chunked = false;
    bool expects_go_ahead = false;  ///< waits for "100 Continue" before it sends its body
    std::uint64_t length = 0;       ///< of the body, unless it is chunked
};

/// \param bytes  all of it, with the empty line, every line ending in CR LF and no other control characters
/// than tabs Fills `into` as far as it gets.
std::optional<http_refusal> read_head(std::string_view bytes, request_head& into);

/// "Name: value" without its line end: the name in lower case and the value without spaces around it; nothing
/// if it is none.
std::optional<std::pair<std::string, std::string_view>> read_field(std::string_view line);

}  // namespace loa
