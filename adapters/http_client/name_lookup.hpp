#pragma once
/// \file
/// The addresses of one host, looked up at most once at a time and kept for a while. Private to http_client.

#include "gateway/core/with_deadline.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <string>
#include <vector>

namespace loa {

/// getaddrinfo cannot be interrupted, so it runs on its own and those who need it wait for a timer, which
/// can. Always made with make_shared: a resolution under way keeps it alive.
class name_lookup : public std::enable_shared_from_this<name_lookup> {
public:
    using endpoint_list = std::vector<boost::asio::ip::tcp::endpoint>;

    name_lookup(const executor& on, std::string host, std::uint16_t port)
        : host_{std::move(host)}, port_{std::to_string(port)}, resolver_{on}, done_{on, time_point::max()}
    {
        boost::system::error_code not_a_number;
        const auto address = boost::asio::ip::make_address(host_, not_a_number);
        if (!not_a_number) {
            endpoints_.emplace_back(address, port);
            good_until_ = time_point::max();
        }
    }

    task<result<endpoint_list>> endpoints()
    {
        if (std::chrono::steady_clock::now() >= good_until_) {
            start();
            while (running_) {
                // A cancelled wait unwinds at the next co_await.
                co_await done_.async_wait(as_result);
            }
            if (error_)
                co_return error_;
        }
        co_return endpoints_;
    }

private:
    void start()
    {
        if (running_)
            return;
        running_ = true;
        resolver_.async_resolve(
            host_,
            port_,
            [self = shared_from_this()](boost::system::error_code error, const auto& found) {
                self->running_ = false;
                self->error_ = error;
                self->endpoints_.assign(found.begin(), found.end());
                if (!error)
                    self->good_until_ = std::chrono::steady_clock::now() + std::chrono::seconds{60};
                self->done_.cancel();
            }
        );
    }

    std::string host_, port_;
    boost::asio::ip::basic_resolver<boost::asio::ip::tcp, executor> resolver_;
    timer done_;  ///< never expires; cancelled when the resolution ends
    bool running_ = false;
    boost::system::error_code error_;
    endpoint_list endpoints_;
    time_point good_until_{};
};

}  // namespace loa
