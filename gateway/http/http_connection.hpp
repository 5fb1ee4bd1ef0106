#pragma once
/// \file
/// One connection of the HTTP server, from its first byte to its last. Not a header of the target: it needs
/// asio::ssl.

#include "gateway/core/time.hpp"
#include "gateway/http/client_line.hpp"
#include "gateway/http/http_message.hpp"
#include "gateway/http/http_service.hpp"
#include "gateway/http/request_reader.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Its limits are kept by look(), which the server calls a few times a second: no timer for each operation.
class http_connection {
public:
    http_connection(std::unique_ptr<client_line> line, http_peer from, http_service& with)
        : line_{std::move(line)}, from_{std::move(from)}, with_{with}, memory_{with}
    {
    }
    http_connection(const http_connection&) = delete;
    http_connection& operator=(const http_connection&) = delete;

    /// Until the other side hangs up, breaks a rule or a limit, or the service stops.
    task<> serve();

    /// Ends what takes longer than it may.
    void look(time_point now) noexcept;

    /// The service is stopping: an idle connection and an event stream end now, anything else after its
    /// reply.
    void wind_up() noexcept;

    const http_peer& from() const noexcept { return from_; }

private:
    /// One request and its reply.
    struct exchange {
        std::string id, method, accept_encoding, accept_language;
        bool is_1_1 = true, is_chunked = false, keeps_alive = false;
        time_point started = std::chrono::steady_clock::now();
        std::size_t bytes = 0;  ///< written
        bool has_begun = false;
    };
    enum class after_reply : std::uint8_t { go_on, leave, drop };
    enum class doing : std::uint8_t { waiting, reading, answering, writing, streaming_events, leaving };

    /// A body on its way in pieces.
    struct upload {
        std::shared_ptr<body_sink> to;
        std::optional<http_reply> refusal;
        bool is_over = false;   ///< before its end: no more is wanted
        std::size_t since = 0;  ///< bytes since the clock was started
    };

    task<bool> read(request_reader& request, exchange& about, upload& body);
    task<bool> fill();
    task<bool> open_body(request_reader& request, exchange& about, upload& body);
    task<bool> pass_on(request_reader& request, upload& body);
    task<after_reply> answer(request_reader& request, exchange& about, upload& body);
    task<http_reply> ask_handler(http_request what, const exchange& about);
    http_reply broken(const exchange& about, std::string_view why) const;
    void address(http_request& what, const exchange& about) const;
    task<bool> send(http_reply reply, exchange& about);
    task<bool> write(std::string_view bytes, exchange& about);
    task<bool> stream(std::shared_ptr<body_source> from, exchange& about);
    task<> pump(std::shared_ptr<body_source> from, exchange& about);
    task<> watch();

    void begin(const request_reader& request, exchange& about);
    void log(const exchange& about, const http_reply& reply) const;
    void start(doing what, time_point deadline) noexcept;
    std::string_view unread() const noexcept { return {buffer_.data() + begin_, end_ - begin_}; }

    std::unique_ptr<client_line> line_;
    http_peer from_;
    http_service& with_;
    memory_share memory_;
    doing doing_ = doing::waiting;
    time_point deadline_ = time_point::max();
    bool is_late_ = false;  ///< its deadline passed
    std::array<char, 8 * 1024> buffer_;
    std::size_t begin_ = 0, end_ = 0;  ///< what of buffer_ is read but not parsed
};

}  // namespace loa
