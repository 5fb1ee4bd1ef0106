#pragma once
/// \file
/// Bytes in, a request out: without a socket or a clock, so that every path is tested by function calls.

#include "gateway/http/chunked_body.hpp"
#include "gateway/http/request_head.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace loa {

/// Reads one request. Not on Beast's parser: that one is lenient just where requests are smuggled (lists in
/// Content-Length, folded lines, trailers that become header fields), and asserts on a last chunk that comes
/// byte by byte.
class request_reader {
public:
    /// How large a body may be that is handed out in pieces; 0: it is kept, within body_bytes.
    using piece_rule = std::function<std::uint64_t(const http_request& head)>;

    request_reader(std::size_t header_bytes, std::size_t body_bytes, piece_rule in_pieces = {})
        : most_head_{header_bytes},
          most_body_{body_bytes},
          rule_{std::move(in_pieces)},
          chunks_{body_bytes, header_bytes}
    {
    }

    /// Takes what belongs to this request and returns how many bytes that were: none once it is done or
    /// refused. Stops behind a head whose body comes in pieces.
    std::size_t take(std::string_view bytes);

    bool comes_in_pieces() const noexcept { return in_pieces_; }
    /// What has come of the body since the last call; those who ask for pieces keep it small by asking.
    std::string take_piece() noexcept { return std::exchange(head_.request.body, {}); }

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

    std::size_t most_head_;
    std::uint64_t most_body_;
    piece_rule rule_;
    bool in_pieces_ = false;
    std::uint64_t body_size_ = 0;  ///< so far, of one whose length was told
    std::string raw_;              ///< of the head
    std::size_t line_start_ = 0;   ///< in raw_
    bool has_begun_ = false, has_head_ = false, is_done_ = false;
    request_head head_;
    chunked_body chunks_;
    std::optional<http_refusal> refused_;
};

}  // namespace loa
