#include "queue/transport.hpp"

#include "gateway/core/with_deadline.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <utility>
#include <vector>

namespace loa {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using asio::local::stream_protocol;
using boost::system::error_code;
using tcp_socket = asio::basic_stream_socket<tcp, executor>;
using unix_socket = asio::basic_stream_socket<stream_protocol, executor>;
using tls_stream = ssl::stream<tcp_socket>;

template <class Stream>
class stream_transport final : public transport {
public:
    explicit stream_transport(Stream stream) : stream_{std::move(stream)} {}

    task<result<std::size_t>> read_some(std::span<char> into) override
    {
        const auto buffer = asio::buffer(into.data(), into.size());
        auto [error, count] = co_await stream_.async_read_some(buffer, as_result);
        if (error)
            co_return error;
        co_return count;
    }

    task<result<>> write(std::string_view bytes) override
    {
        const auto buffer = asio::buffer(bytes);
        auto [error, count] = co_await asio::async_write(stream_, buffer, as_result);
        if (error)
            co_return error;
        co_return result<>{};
    }

    void close() noexcept override
    {
        error_code ignored;
        stream_.lowest_layer().close(ignored);
    }

private:
    Stream stream_;
};

struct lookup {
    explicit lookup(const executor& on) : resolver{on}, done{on, time_point::max()} {}

    asio::ip::basic_resolver<tcp, executor> resolver;
    timer done;
    error_code error;
    std::vector<tcp::endpoint> found;
};

/// A lookup of a name cannot be broken off (getaddrinfo). So that a deadline holds all the same it is left
/// behind then: it shares its state with us and ends by itself.
task<result<std::vector<tcp::endpoint>>> resolve(std::string host, std::uint16_t port)
{
    error_code no_address;
    const auto address = asio::ip::make_address(host, no_address);
    if (!no_address)
        co_return std::vector{tcp::endpoint{address, port}};

    const auto state = std::make_shared<lookup>(co_await asio::this_coro::executor);
    state->resolver.async_resolve(
        host,
        std::to_string(port),
        [state](error_code error, const tcp::resolver::results_type& found) {
            state->error = error;
            for (const auto& each : found) state->found.push_back(each.endpoint());
            state->done.cancel();
        }
    );
    co_await state->done.async_wait(as_result);  // ends with an error in any case
    const auto ours = co_await asio::this_coro::cancellation_state;
    if (ours.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error{asio::error::operation_aborted};
    if (state->error)
        co_return state->error;
    co_return std::move(state->found);
}

task<result<tcp_socket>> connect_tcp(const redis_address& where, std::string& why)
{
    auto endpoints = co_await resolve(where.host, where.port);
    if (!endpoints) {
        why = "cannot find the host " + where.host + ": " + endpoints.error().message();
        co_return endpoints.error();
    }
    tcp_socket socket{co_await asio::this_coro::executor};
    auto [error, endpoint] = co_await asio::async_connect(socket, *endpoints, as_result);
    if (error) {
        why = "cannot connect: " + error.message();
        co_return error;
    }
    error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    socket.set_option(asio::socket_base::keep_alive{true}, ignored);
    co_return std::move(socket);
}

/// What went wrong in a handshake: the verdict on the certificate says more than "certificate verify failed".
std::string handshake_trouble(tls_stream& stream, error_code error)
{
    const auto verdict = SSL_get_verify_result(stream.native_handle());
    if (verdict != X509_V_OK)
        return std::string{"its TLS certificate is refused: "} + X509_verify_cert_error_string(verdict);
    return "TLS handshake failed: " + error.message();
}

/// The name (or address) the certificate must be for.
bool expect_name(SSL* handle, const std::string& host)
{
    error_code no_address;
    asio::ip::make_address(host, no_address);
    if (!no_address)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host.c_str()) == 1;
    SSL_set_hostflags(handle, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(handle, host.c_str()) == 1 && SSL_set_tlsext_host_name(handle, host.c_str()) == 1;
}

task<result<std::unique_ptr<transport>>> connect_tls(
    const redis_address& where, std::string ca_file, std::string& why
)
{
    ssl::context context{ssl::context::tls_client};
    context.set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
    error_code error;
    if (ca_file.empty())
        context.set_default_verify_paths(error);
    else
        context.load_verify_file(ca_file, error);
    if (error) {
        why = "cannot read the certificates of " + (ca_file.empty() ? "the system" : ca_file) + ": " +
              error.message();
        co_return error;
    }
    auto socket = co_await connect_tcp(where, why);
    if (!socket)
        co_return socket.error();
    tls_stream stream{std::move(*socket), context};  // holds its own reference to what the context is about
    stream.set_verify_mode(ssl::verify_peer);
    if (!expect_name(stream.native_handle(), where.host)) {
        why = "the host's name cannot be verified by TLS: " + where.host;
        co_return boost::system::errc::make_error_code(boost::system::errc::invalid_argument);
    }
    const auto [refused] = co_await stream.async_handshake(ssl::stream_base::client, as_result);
    if (refused) {
        why = handshake_trouble(stream, refused);
        co_return refused;
    }
    co_return std::make_unique<stream_transport<tls_stream>>(std::move(stream));
}

task<result<std::unique_ptr<transport>>> connect_unix(const redis_address& where, std::string& why)
{
    unix_socket socket{co_await asio::this_coro::executor};
    const stream_protocol::endpoint endpoint{where.path};
    const auto [error] = co_await socket.async_connect(endpoint, as_result);
    if (error) {
        why = "cannot connect: " + error.message();
        co_return error;
    }
    co_return std::make_unique<stream_transport<unix_socket>>(std::move(socket));
}

}  // namespace

task<result<std::unique_ptr<transport>>> connect_transport(
    const redis_address& where, std::string ca_file, std::string& why
)
{
    if (where.by == redis_address::way::unix_socket)
        co_return co_await connect_unix(where, why);
    if (where.by == redis_address::way::tls)
        co_return co_await connect_tls(where, std::move(ca_file), why);
    auto socket = co_await connect_tcp(where, why);
    if (!socket)
        co_return socket.error();
    co_return std::make_unique<stream_transport<tcp_socket>>(std::move(*socket));
}

}  // namespace loa
