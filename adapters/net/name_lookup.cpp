#include "adapters/net/name_lookup.hpp"

#include <utility>

namespace asio = boost::asio;

namespace loa {

name_lookup::name_lookup(const executor& on, std::string host, std::uint16_t port)
    : host_{std::move(host)}, port_{std::to_string(port)}, resolver_{on}, done_{on, time_point::max()}
{
    boost::system::error_code not_a_number;
    const auto address = asio::ip::make_address(host_, not_a_number);
    if (!not_a_number)
        known_.keep({{address, port}}, time_point::max());
}

task<result<address_list>> name_lookup::addresses()
{
    if (!known_.fresh(std::chrono::steady_clock::now())) {
        start();
        while (running_) {
            // A cancelled wait unwinds at the next co_await.
            co_await done_.async_wait(as_result);
        }
    }
    co_return known_.get();
}

void name_lookup::start()
{
    if (running_)
        return;
    running_ = true;
    resolver_.async_resolve(
        host_,
        port_,
        [self = shared_from_this()](boost::system::error_code error, const auto& found) {
            const auto now = std::chrono::steady_clock::now();
            self->running_ = false;
            if (error)
                self->known_.fail(error, now);
            else
                self->known_.learn({found.begin(), found.end()}, now);
            self->done_.cancel();
        }
    );
}

}  // namespace loa
