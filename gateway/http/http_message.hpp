#pragma once
/// \file
/// Requests and replies as the rest of the program sees them: plain values, whatever library carries them.

#include "gateway/core/task.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loa {

/// Where a body goes that is too large for memory.
class body_sink {
public:
    virtual ~body_sink() = default;
    /// The next bytes, in order, on the API's loop. False: it wants no more; the handler is asked at once and
    /// says why.
    virtual task<bool> take(std::string bytes) = 0;
};

using http_fields = std::vector<std::pair<std::string, std::string>>;

struct http_request {
    std::string method;  ///< "GET"
    std::string
        path;  ///< decoded and normal: starts with '/', no "." or ".." segments, no empty ones, no NUL
    http_fields query;    ///< decoded
    http_fields headers;  ///< names in lower case, in the order they came
    std::string body;
    std::shared_ptr<body_sink> sink;  ///< has taken the body instead, if the handler opened one
    std::string peer;        ///< address of the other side, "unix:1000" (its user) on the unix socket
    bool is_local = false;   ///< came over the unix socket
    bool is_secure = false;  ///< came over TLS, or over the unix socket
    std::string id;          ///< of this request: in the reply as X-Request-Id, and in the log

    /// GET or HEAD: changes nothing (RFC 9110 section 9.2.1).
    bool is_read() const noexcept { return method == "GET" || method == "HEAD"; }
    /// The first of the name (in lower case); empty if there is none.
    std::string_view header(std::string_view name) const noexcept;
    std::optional<std::string_view> parameter(std::string_view name) const noexcept;
    /// Value of the cookie, empty if there is none.
    std::string_view cookie(std::string_view name) const noexcept;
};

/// A body of which nobody knows the end, sent piece by piece as it comes.
class body_source {
public:
    virtual ~body_source() = default;
    /// The next piece; empty: the end. On the API's loop. Throws operation_aborted when cancelled (the other
    /// side has gone).
    virtual task<std::string> next() = 0;
};

struct http_reply {
    unsigned status = 200;
    http_fields headers;  ///< Content-Length, Date, X-Request-Id and Content-Encoding are the server's
    std::string body;
    std::shared_ptr<body_source>
        source;  ///< instead of body; shared because a reply is copied into the connection that sends it
    /// What the log names instead of the path, which may hold a token or an address: "/u/{token}". Empty: the
    /// path is not logged.
    std::string route;
};

/// What becomes of a body before it is read.
struct body_place {
    std::shared_ptr<body_sink> to;
    http_reply refusal;  ///< if there is no `to`: the body is not read, and the connection is closed
};

class http_handler {
public:
    virtual ~http_handler() = default;
    /// How large a body may be that the handler wants piece by piece; 0: in memory, within the server's
    /// limit. On the API's loop, with the head only.
    virtual std::uint64_t most_in_pieces(const http_request& head) const;
    /// Where such a body goes: asked before it is read, so that who may not send it is told so at once. As
    /// answer().
    virtual task<body_place> open_body(http_request head);
    /// On the API's loop. What it throws, other than operation_aborted, is answered with 500 and logged.
    virtual task<http_reply> answer(http_request what) = 0;
};

}  // namespace loa
