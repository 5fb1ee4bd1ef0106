#pragma once
/// \file
/// Where the server listens, and who comes. Not a header of the target: it needs asio's sockets.

#include "gateway/http/client_line.hpp"
#include "gateway/http/http_connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace loa {

using tcp_acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, executor>;
using unix_acceptor = boost::asio::basic_socket_acceptor<boost::asio::local::stream_protocol, executor>;

/// Throws std::runtime_error with a sentence for people.
tcp_acceptor listen_on(boost::asio::io_context& loop, const std::string& address, std::uint16_t port);

/// A unix socket for its owner and group. One that is left over from a program that has gone is replaced; it
/// is taken away at the end.
class unix_listener {
public:
    /// Throws std::runtime_error with a sentence for people, also if somebody listens there.
    unix_listener(boost::asio::io_context& loop, std::string path);
    ~unix_listener();
    unix_listener(const unix_listener&) = delete;
    unix_listener& operator=(const unix_listener&) = delete;

    unix_acceptor acceptor;

private:
    std::string path_;
    std::uint64_t inode_ = 0;
};

/// Nothing if it has gone already.
std::optional<http_peer> tcp_peer(const stream_socket& of, bool has_tls);
std::optional<http_peer> unix_peer(stream_socket& of);

}  // namespace loa
