#include "gateway/http/client_line.hpp"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <type_traits>

namespace asio = boost::asio;
using boost::system::error_code;

namespace loa {
namespace {

using tls_line_stream = asio::ssl::stream<stream_socket>;

template <class Stream>
class line final : public client_line {
public:
    template <class... Args>
    explicit line(std::shared_ptr<asio::ssl::context> how, Args&&... args)
        : how_{std::move(how)}, stream_{std::forward<Args>(args)...}
    {
    }

    task<error_code> shake_hands() override
    {
        error_code error;
        if constexpr (is_tls)
            std::tie(error) = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_result);
        co_return error;
    }

    task<std::pair<error_code, std::size_t>> read(asio::mutable_buffer into) override
    {
        const auto [error, count] = co_await stream_.async_read_some(into, as_result);
        co_return std::pair{error, count};
    }

    task<error_code> write(std::string_view all) override
    {
        const auto bytes = asio::buffer(all.data(), all.size());
        const auto [error, count] = co_await asio::async_write(stream_, bytes, as_result);
        co_return error;
    }

    task<> leave() override
    {
        if constexpr (is_tls)
            co_await stream_.async_shutdown(as_result);
        error_code error;
        socket().shutdown(stream_socket::shutdown_send, error);
        std::array<char, 2048> unread;
        while (!error)
            std::tie(error, std::ignore) = co_await socket().async_read_some(asio::buffer(unread), as_result);
    }

    void cancel() noexcept override
    {
        error_code ignored;
        socket().cancel(ignored);
    }

private:
    static constexpr bool is_tls = std::is_same_v<Stream, tls_line_stream>;

    stream_socket& socket() noexcept
    {
        if constexpr (is_tls)
            return stream_.next_layer();
        else
            return stream_;
    }

    std::shared_ptr<asio::ssl::context>
        how_;  ///< a stream needs the context that it was made with, also after a reload
    Stream stream_;
};

}  // namespace

std::unique_ptr<client_line> make_plain_line(stream_socket socket)
{
    return std::make_unique<line<stream_socket>>(nullptr, std::move(socket));
}

std::unique_ptr<client_line> make_tls_line(stream_socket socket, std::shared_ptr<asio::ssl::context> how)
{
    auto& context = *how;
    return std::make_unique<line<tls_line_stream>>(std::move(how), std::move(socket), context);
}

}  // namespace loa
