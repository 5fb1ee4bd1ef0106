#include "adapters/http_client/connection.hpp"

#include <boost/asio/write.hpp>

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace asio = boost::asio;
using boost::system::error_code;

namespace loa {
connection::~connection()
{
    // Without this OpenSSL takes the session for broken and it could not be resumed.
    if (tls)
        SSL_set_shutdown(tls->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

bool connection::quiet() noexcept
{
    char byte = 0;
    const auto got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) && begin == end &&
           (!tls || SSL_pending(tls->native_handle()) == 0);
}

task<std::tuple<error_code, std::size_t>> connection::write(std::span<const std::string_view> pieces)
{
    if (tls) {
        flat.clear();
        for (const auto piece : pieces) flat += piece;
        co_return co_await asio::async_write(*tls, asio::buffer(flat), as_result);
    }
    std::array<asio::const_buffer, 4> buffers;
    std::transform(
        pieces.begin(),
        pieces.begin() + static_cast<std::ptrdiff_t>(std::min(pieces.size(), buffers.size())),
        buffers.begin(),
        [](std::string_view piece) { return asio::buffer(piece); }
    );
    co_return co_await asio::async_write(socket, buffers, as_result);
}

task<error_code> connection::read_some()
{
    if (begin != 0) {
        std::memmove(input.data(), input.data() + begin, end - begin);
        end -= begin;
        begin = 0;
    }
    if (end == input.size())
        co_return asio::error::no_buffer_space;
    const auto room = asio::buffer(input.data() + end, input.size() - end);
    if (tls) {
        const auto [error, got] = co_await tls->async_read_some(room, as_result);
        end += got;
        co_return error;
    }
    const auto [error, got] = co_await socket.async_read_some(room, as_result);
    end += got;
    co_return error;
}

}  // namespace loa
