#pragma once
/// \file
/// Bytes in, a request out: without a socket or a clock, so that every path is tested by function calls.

#include "gateway/http/chunked_body.hpp"
#include "gateway/http/request_head.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Reads one request. Not on Beast's parser: that one is lenient just where requests are smuggled (lists in
/// Content-Length, folded lines, trailers that become header fields), and asserts on a last chunk that comes
/// byte by byte.
class request_reader {
public:
    request_reader(std::size_t header_bytes, std::size_t body_bytes)
        : most_head_{header_bytes}, most_body_{body_bytes}, chunks_{body_bytes, header_bytes}
    {
    }

    /// Takes what belongs to this request and returns how many bytes that were: none once it is done or
    /// refused.
    std::size_t take(std::string_view bytes);

    /// The rest did not come in time, or there is no room for it.
    void give_up(http_refusal why) noexcept { refused_ = why; }

    bool has_begun() const noexcept { return has_begun_; }
    bool has_head() const noexcept { return has_head_; }
    bool is_done() const noexcept { return is_done_; }
    const std::optional<http_refusal>& refused() const noexcept { return refused_; }

    const request_head& head() const noexcept { return head_; }
    /// Once it is done.
    http_request take_request() noexcept { return std::move(head_.request); }

private:
    std::size_t take_head(std::string_view bytes);
    void end_head();

    std::size_t most_head_, most_body_;
    std::string raw_;             ///< of the head
    std::size_t line_start_ = 0;  ///< in raw_
    bool has_begun_ = false, has_head_ = false, is_done_ = false;
    request_head head_;
    chunked_body chunks_;
    std::optional<http_refusal> refused_;
};

}  // namespace loa
