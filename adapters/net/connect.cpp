#include "adapters/net/connect.hpp"

#include "gateway/core/with_deadline.hpp"

namespace asio = boost::asio;
using boost::system::error_code;

namespace loa {
namespace {

task<result<>> connect_to(tcp_socket& socket, asio::ip::tcp::endpoint where)
{
    error_code ignored;
    if (socket.is_open())
        socket.close(ignored);
    const auto [refused] = co_await socket.async_connect(where, as_result);
    if (refused)
        co_return refused;
    socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
    co_return result<>{};
}

}  // namespace

task<result<>> connect_to_any(
    tcp_socket& socket, std::vector<asio::ip::tcp::endpoint> addresses, time_point until
)
{
    error_code error = asio::error::host_not_found;
    for (std::size_t i = 0; i != addresses.size(); ++i) {
        const auto now = std::chrono::steady_clock::now();
        const auto share = now + (until - now) / static_cast<std::int64_t>(addresses.size() - i);
        auto attempt = connect_to(socket, addresses[i]);
        const auto connected = co_await with_deadline(std::move(attempt), share);
        if (connected)
            co_return result<>{};
        error = connected.error() == errc::deadline_exceeded ? error_code{asio::error::timed_out}
                                                             : connected.error();
    }
    co_return error;
}

}  // namespace loa
