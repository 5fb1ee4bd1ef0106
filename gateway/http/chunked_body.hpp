#pragma once
/// \file
/// A body that comes in chunks (RFC 9112 section 7.1).

#include "gateway/http/http_refusal.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Strict: a size of hexadecimal digits only; lines end in CR LF; extensions and trailers are checked,
/// bounded and thrown away, so that nothing behind the body passes for a header field.
class chunked_body {
public:
    chunked_body(std::uint64_t most_bytes, std::size_t most_trailer_bytes)
        : most_{most_bytes}, most_trailer_{most_trailer_bytes}
    {
    }

    /// Takes what belongs to the body, appends its content to `to` and returns how many bytes that were.
    std::size_t take(std::string_view bytes, std::string& to);

    bool is_done() const noexcept { return where_ == place::end; }
    const std::optional<http_refusal>& refused() const noexcept { return refused_; }

private:
    enum class place : std::uint8_t { size, content, content_end, trailer, end };

    /// One more character of a line; true when the line is complete in line_.
    bool take_character(char c, std::size_t longest);
    void read_size();
    void read_trailer();

    std::uint64_t most_;
    std::size_t most_trailer_;
    place where_ = place::size;
    std::uint64_t left_ = 0, so_far_ = 0;  ///< of this chunk; of the body
    std::string line_;
    bool after_cr_ = false;
    std::optional<http_refusal> refused_;
};

}  // namespace loa
