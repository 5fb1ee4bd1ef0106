#pragma once
/// \file
/// SMTP replies (RFC 5321, section 4.2) with enhanced status codes (RFC 2034, 3463), read as they come.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loa {

/// "5.1.1". A class of 0 means that the server gave none.
struct enhanced_code {
    std::uint8_t kind = 0;  ///< 2, 4 or 5
    std::uint16_t subject = 0;
    std::uint16_t detail = 0;

    explicit operator bool() const noexcept { return kind != 0; }
    friend bool operator==(const enhanced_code&, const enhanced_code&) = default;
};

struct smtp_reply {
    std::uint16_t code = 0;  ///< 200 to 599
    enhanced_code enhanced;  ///< of the first line that has one
    std::string text;        ///< without the codes; lines are parted by '\n'

    bool positive() const noexcept { return code / 100 == 2; }
    bool intermediate() const noexcept { return code / 100 == 3; }
    bool negative() const noexcept { return code >= 400; }
};

/// Puts replies together from bytes cut anywhere. Never throws on what a server says; memory is bounded by
/// the limits below.
class smtp_reply_parser {
public:
    enum class state : std::uint8_t {
        more,      ///< all bytes were taken, the reply is not complete
        complete,  ///< `reply()` holds it until the next call
        malformed  ///< not SMTP, or longer than anybody needs. For good: the connection is of no use any more
    };

    static constexpr std::size_t line_limit = 2048;  ///< RFC 5321 says 512; real servers say more
    static constexpr std::size_t lines_limit = 100;
    static constexpr std::size_t text_limit = 16 * 1024;

    /// Takes bytes off the front of `bytes`, at most to the end of one reply.
    state feed(std::string_view& bytes);

    const smtp_reply& reply() const noexcept { return reply_; }

    /// True when a reply has begun and not ended.
    bool midway() const noexcept { return lines_ != 0 || !line_.empty(); }

private:
    state take_line(std::string_view line);

    smtp_reply reply_;
    std::string line_;  // the beginning of a line whose end has not come yet
    std::size_t lines_ = 0;
    bool broken_ = false;
};

}  // namespace loa
