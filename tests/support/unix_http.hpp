#pragma once
/// \file
/// HTTP by hand over a unix socket: a test must not lean on the client or the server that it tests.

#include "tests/support/catch.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace loa::testing {

struct unix_answer {
    int status = 0;
    std::string head, body;  ///< body as it came, chunks and all
};

/// Sends the request and reads until the other side closes, `enough` says so, or the time is over.
inline unix_answer ask_unix(
    const std::filesystem::path& socket,
    const std::string& method,
    const std::string& target,
    const std::string& body = {},
    const std::string& headers = {},
    const std::function<bool(const std::string&)>& enough = {},
    std::chrono::milliseconds limit = std::chrono::seconds{10}
)
{
    const int line = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    REQUIRE(socket.native().size() < sizeof to.sun_path);
    socket.native().copy(to.sun_path, sizeof to.sun_path - 1);
    REQUIRE(::connect(line, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
    const auto request = method + ' ' + target +
                         " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
    REQUIRE(::write(line, request.data(), request.size()) == static_cast<ssize_t>(request.size()));

    std::string all;
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!enough || !enough(all)) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd wait{line, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) <= 0)
            break;
        char some[4096];
        const auto n = ::read(line, some, sizeof some);
        if (n <= 0)
            break;
        all.append(some, static_cast<std::size_t>(n));
    }
    ::close(line);

    unix_answer out;
    const auto end = all.find("\r\n\r\n");
    out.head = all.substr(0, end);
    out.body = end == std::string::npos ? std::string{} : all.substr(end + 4);
    if (out.head.size() > 12)
        out.status = std::stoi(out.head.substr(9, 3));
    return out;
}

}  // namespace loa::testing
