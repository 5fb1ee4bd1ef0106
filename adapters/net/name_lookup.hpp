#pragma once
/// \file
/// The addresses of one host, looked up at most once at a time without holding up the loop.

#include "adapters/net/known_addresses.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/with_deadline.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace loa {

/// getaddrinfo cannot be interrupted, so it runs on its own and those who need it wait for a timer, which
/// can. Always made with make_shared: a resolution under way keeps it alive.
class name_lookup : public std::enable_shared_from_this<name_lookup> {
public:
    name_lookup(const executor& on, std::string host, std::uint16_t port);

    task<result<address_list>> addresses();

private:
    void start();

    std::string host_, port_;
    boost::asio::ip::basic_resolver<boost::asio::ip::tcp, executor> resolver_;
    timer done_;  ///< never expires; cancelled when the resolution ends
    bool running_ = false;
    known_addresses known_;
};

}  // namespace loa
