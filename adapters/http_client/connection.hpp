#pragma once
/// \file
/// One connection, plain or TLS, of a client or a server. Not a header of the target: it needs asio::ssl.

#include "gateway/core/error.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

using tcp_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, executor>;

/// Makes TLS connections to one host, resuming its last session. Must outlive its streams.
class tls_client {
public:
    /// Throws std::runtime_error if the CA file cannot be read.
    tls_client(std::string host, const std::string& ca_file);
    ~tls_client();
    tls_client(const tls_client&) = delete;
    tls_client& operator=(const tls_client&) = delete;

    /// A stream over the connected socket, ready to shake hands.
    void prepare(std::optional<boost::asio::ssl::stream<tcp_socket&>>& stream, tcp_socket& socket);

private:
    static int keep_session(SSL* ssl, SSL_SESSION* session) noexcept;

    std::string host_;
    boost::asio::ssl::context context_;
    SSL_SESSION* session_ = nullptr;
};

struct connection {
    explicit connection(const executor& on) : socket{on}, input(32 * 1024) {}
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    /// Whether nothing happened on an idle connection: not closed, and no bytes that nobody asked for.
    bool quiet() noexcept;

    /// Writes all pieces; returns how many bytes of them the kernel took, and what went wrong.
    task<std::tuple<boost::system::error_code, std::size_t>> write(std::span<const std::string_view> pieces);
    /// Reads what is there into the free part of `input`.
    task<boost::system::error_code> read_some();

    std::string_view unread() const noexcept { return {input.data() + begin, end - begin}; }

    tcp_socket socket;
    std::optional<boost::asio::ssl::stream<tcp_socket&>> tls;
    std::vector<char> input;
    std::size_t begin = 0, end = 0;  ///< what of `input` is read but not parsed
    std::string flat;                ///< TLS only: a record for each piece would cost more than the copy
    time_point last_used{};
};

}  // namespace loa
