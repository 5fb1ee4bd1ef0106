#pragma once
/// \file
/// A TCP connection to the first of several addresses that takes us.

#include "gateway/core/error.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <vector>

namespace loa {

using tcp_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, executor>;

/// Tries the addresses in order, each in its share of the time that is left, so that one of which nothing
/// comes back does not cost the others theirs. Returns what went wrong with the last one. `socket` must
/// outlive the call.
task<result<>> connect_to_any(
    tcp_socket& socket, std::vector<boost::asio::ip::tcp::endpoint> addresses, time_point until
);

}  // namespace loa
