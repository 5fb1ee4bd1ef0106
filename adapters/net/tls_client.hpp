#pragma once
/// \file
/// TLS towards one host. Not a header of the target: it needs asio::ssl.

#include "adapters/net/connect.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <optional>
#include <string>

namespace loa {

using tls_stream = boost::asio::ssl::stream<tcp_socket&>;

/// Makes TLS connections to one host: 1.2 or newer, the certificate and the host's name in it verified, its
/// last session resumed. Must outlive its streams.
class tls_client {
public:
    /// \param ca_file   PEM; empty: the system's authorities
    /// \param protocol  offered by ALPN ("http/1.1"); empty: none
    /// Throws std::runtime_error with a sentence for people if the CA file cannot be read.
    tls_client(std::string host, const std::string& ca_file, const std::string& protocol = {});
    ~tls_client();
    tls_client(const tls_client&) = delete;
    tls_client& operator=(const tls_client&) = delete;

    /// A stream over the connected socket, ready to shake hands.
    void prepare(std::optional<tls_stream>& stream, tcp_socket& socket);

private:
    static int keep_session(SSL* ssl, SSL_SESSION* session) noexcept;

    std::string host_;
    boost::asio::ssl::context context_;
    SSL_SESSION* session_ = nullptr;
};

/// Why a handshake failed: what is wrong with the certificate, if that was it.
std::string handshake_problem(tls_stream& stream, const boost::system::error_code& error);

}  // namespace loa
