#include "adapters/net/connect.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/error.hpp>

#include <list>

using boost::asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

constexpr auto no_connections = 0;

/// Listens, but its queue is full: who connects gets no answer at all, as from a firewall.
struct silent_host {
    explicit silent_host(boost::asio::io_context& context)
        : acceptor{context, {boost::asio::ip::address_v4::loopback(), 0}}
    {
        acceptor.listen(no_connections);
        for (int i = 0; i != 4; ++i) {
            fillers.emplace_back(context).async_connect(
                acceptor.local_endpoint(), [](const boost::system::error_code&) {}
            );
        }
    }
    tcp::acceptor acceptor;
    std::list<tcp::socket> fillers;
};

}  // namespace

TEST_CASE("an address of which nothing comes back does not cost the others their time", "[net]")
{
    boost::asio::io_context context;
    silent_host silent{context};
    tcp::acceptor good{context, {boost::asio::ip::address_v4::loopback(), 0}};
    loa::tcp_socket socket{context.get_executor()};
    const auto until = std::chrono::steady_clock::now() + 600ms;
    const auto connected = loa::testing::run(
        context, loa::connect_to_any(socket, {silent.acceptor.local_endpoint(), good.local_endpoint()}, until)
    );
    REQUIRE(connected.has_value());
    CHECK(socket.remote_endpoint() == good.local_endpoint());
    CHECK(std::chrono::steady_clock::now() < until);
}

TEST_CASE("what went wrong with the last address is told", "[net]")
{
    boost::asio::io_context context;
    loa::tcp_socket socket{context.get_executor()};
    const auto until = std::chrono::steady_clock::now() + 300ms;
    const auto ended = [&](std::vector<tcp::endpoint> addresses) {
        return loa::testing::run(context, loa::connect_to_any(socket, std::move(addresses), until)).error();
    };
    CHECK(ended({}) == boost::asio::error::host_not_found);
    tcp::acceptor gone{context, {boost::asio::ip::address_v4::loopback(), 0}};
    const auto nobody = gone.local_endpoint();
    gone.close();
    CHECK(ended({nobody}) == boost::asio::error::connection_refused);
    silent_host silent{context};
    CHECK(ended({nobody, silent.acceptor.local_endpoint()}) == boost::asio::error::timed_out);
}
