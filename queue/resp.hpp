#pragma once
/// \file
/// The Redis protocol (RESP2) as bytes: hiredis' formatter and reader behind values of our own. No I/O.

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// One reply of Redis, owned.
struct reply {
    enum class kind : std::uint8_t { nil, status, error, string, integer, array };

    kind what = kind::nil;
    std::int64_t integer = 0;
    std::string text;             ///< of a status, error or string
    std::vector<reply> elements;  ///< of an array

    bool is(kind k) const noexcept { return what == k; }
    friend bool operator==(const reply&, const reply&) = default;
};

/// The bytes of one command with its arguments. Empty only if `command` is.
std::string format(std::span<const std::string_view> command);

/// What one reply may cost us, whatever the other side sends.
struct reply_limits {
    std::size_t bytes = 16 << 20;     ///< of text and of what is not read to its end yet
    std::size_t elements = 64 << 10;  ///< of all arrays together
    std::size_t line = 64 << 10;      ///< bytes without a line end, outside strings
};

/// Turns bytes into replies. Holds little more than `bytes` of the limits plus what one feed gave it. After
/// an error the position in the stream is lost: every later call repeats the error.
class reply_reader {
public:
    explicit reply_reader(reply_limits limits = {});
    ~reply_reader();
    reply_reader(reply_reader&&) noexcept;
    reply_reader& operator=(reply_reader&&) noexcept;

    void feed(std::string_view bytes);

    /// The next whole reply, or nothing if more bytes are needed. Errors: errc::redis_reply (not the
    /// protocol, or nested more than seven deep), boost::system::errc::message_size (beyond the limits).
    boost::system::result<std::optional<reply>> next();

private:
    struct parser;
    std::unique_ptr<parser> parser_;
};

}  // namespace loa
