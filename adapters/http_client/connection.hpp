#pragma once
/// \file
/// One connection, plain or TLS, of a client or a server. Not a header of the target: it needs asio::ssl.

#include "adapters/net/tls_client.hpp"
#include "gateway/core/error.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

struct connection {
    explicit connection(const executor& on) : socket{on}, input(32 * 1024) {}
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    /// Whether nothing happened on an idle connection: not closed, and no bytes that nobody asked for.
    bool quiet() noexcept;

    /// Writes all pieces; returns how many bytes of them the kernel took, and what went wrong.
    task<std::tuple<boost::system::error_code, std::size_t>> write(std::span<const std::string_view> pieces);
    /// Reads what is there into the free part of `input`.
    task<boost::system::error_code> read_some();

    std::string_view unread() const noexcept { return {input.data() + begin, end - begin}; }

    tcp_socket socket;
    std::optional<tls_stream> tls;
    std::vector<char> input;
    std::size_t begin = 0, end = 0;  ///< what of `input` is read but not parsed
    std::string flat;                ///< TLS only: a record for each piece would cost more than the copy
    time_point last_used{};
    std::size_t answered = 0;  ///< exchanges it has carried
};

}  // namespace loa
