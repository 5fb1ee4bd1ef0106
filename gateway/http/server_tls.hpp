#pragma once
/// \file
/// The server's side of TLS. Not a header of the target: it needs asio::ssl.

#include "gateway/core/logger.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace loa {

/// TLS 1.2 or newer with forward secrecy and authenticated ciphers only, HTTP/1.1 by ALPN.
/// \param certificate_file, key_file  PEM; the certificate first, then those that lead to its authority
/// Throws std::runtime_error with a sentence for people. A certificate that is out of date, or nearly so, is
/// served all the same, and logged.
std::shared_ptr<boost::asio::ssl::context> make_server_tls(
    const std::string& certificate_file, const std::string& key_file, logger& log
);

}  // namespace loa
