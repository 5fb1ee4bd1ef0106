#include "adapters/http_client/connection.hpp"

#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;

namespace loa {
namespace {

/// Where an SSL_CTX remembers its tls_client. (Asio has the app data for itself.)
int owner_index()
{
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

}  // namespace

tls_client::tls_client(std::string host, const std::string& ca_file)
    : host_{std::move(host)}, context_{ssl::context::tls_client}
{
    error_code error;
    if (ca_file.empty())
        context_.set_default_verify_paths(error);
    else
        context_.load_verify_file(ca_file, error);
    if (error)
        throw std::runtime_error{
            "cannot read the CA certificates" + (ca_file.empty() ? "" : " in " + ca_file) + ": " +
            error.message()};

    context_.set_verify_mode(ssl::verify_peer);
    auto* native = context_.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    static constexpr unsigned char http_1_1[] = "\x08http/1.1";
    SSL_CTX_set_alpn_protos(native, http_1_1, sizeof http_1_1 - 1);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_ex_data(native, owner_index(), this);
    SSL_CTX_sess_set_new_cb(native, &tls_client::keep_session);
}

tls_client::~tls_client()
{
    SSL_SESSION_free(session_);
}

int tls_client::keep_session(SSL* ssl, SSL_SESSION* session) noexcept
{
    auto* self = static_cast<tls_client*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), owner_index()));
    SSL_SESSION_free(std::exchange(self->session_, session));
    return 1;  // the reference is ours now
}

void tls_client::prepare(std::optional<ssl::stream<tcp_socket&>>& stream, tcp_socket& socket)
{
    stream.emplace(socket, context_);
    stream->set_verify_callback(ssl::host_name_verification{host_});
    error_code not_a_number;
    asio::ip::make_address(host_, not_a_number);
    if (not_a_number)  // RFC 6066 section 3: no literal addresses in SNI
        SSL_set_tlsext_host_name(stream->native_handle(), host_.c_str());
    if (session_ != nullptr && SSL_SESSION_is_resumable(session_))
        SSL_set_session(stream->native_handle(), session_);
}

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
