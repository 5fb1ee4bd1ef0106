#pragma once
/// \file
/// One accepted connection, plain or TLS. Not a header of the target: it needs asio::ssl.

#include "gateway/core/task.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace loa {

/// TCP or unix: after accepting they are the same.
using stream_socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, executor>;

/// No operation of it has a limit of its own: cancel() ends those under way, with an error.
class client_line {
public:
    virtual ~client_line() = default;

    virtual task<boost::system::error_code> shake_hands() = 0;
    virtual task<std::pair<boost::system::error_code, std::size_t>> read(boost::asio::mutable_buffer into
    ) = 0;
    virtual task<boost::system::error_code> write(std::string_view all) = 0;
    /// Tells the other side that nothing more comes, and takes what it still sends until it hangs up: closing
    /// at once would make the kernel throw away the reply that the other side has not read yet.
    virtual task<> leave() = 0;
    virtual void cancel() noexcept = 0;
};

std::unique_ptr<client_line> make_plain_line(stream_socket socket);
std::unique_ptr<client_line> make_tls_line(
    stream_socket socket, std::shared_ptr<boost::asio::ssl::context> how
);

}  // namespace loa
