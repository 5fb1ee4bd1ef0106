#pragma once
/// \file
/// HTTP/1.1 for the API, over TCP, TLS and a unix socket.

#include "gateway/core/logger.hpp"
#include "gateway/http/http_message.hpp"
#include "gateway/http/http_server_params.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>

namespace loa {

/// On one loop of its own, apart from the sending loop.
class http_server {
public:
    /// Listens. `loop`, `to` and `log` must outlive it. Throws std::runtime_error with a sentence for people
    /// if it cannot.
    http_server(boost::asio::io_context& loop, http_server_params params, http_handler& to, logger& log);
    ~http_server();
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    /// Serves until cancelled or stop(); then gives requests under way a moment, ends event streams, and
    /// joins every connection.
    task<> run();
    /// From any thread.
    void stop();

    /// Reads certificate and key again, on the loop: new connections get them. The old ones stay if the new
    /// ones are no good, which is logged. From any thread.
    void reload_certificate();

    std::uint16_t port() const noexcept;  ///< the one it got when the params said "any" (address of a test)

private:
    class body;
    std::shared_ptr<body> body_;  ///< shared with what other threads put on the loop
};

}  // namespace loa
