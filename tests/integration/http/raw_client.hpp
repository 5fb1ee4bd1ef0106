#pragma once
/// \file
/// A socket that says any bytes, for tests of what no HTTP library would send.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace loa::testing {

class raw_client {
public:
    /// \param receive_bytes  of the kernel's buffer; 0: its default
    explicit raw_client(std::uint16_t port, int receive_bytes = 0)
        : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        if (receive_bytes != 0)
            ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        to.sin_port = htons(port);
        connect_to(reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    explicit raw_client(const std::string& path) : fd_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)}
    {
        sockaddr_un to{};
        to.sun_family = AF_UNIX;
        std::strncpy(to.sun_path, path.c_str(), sizeof to.sun_path - 1);
        connect_to(reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    ~raw_client()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    raw_client(raw_client&& other) noexcept
        : fd_{std::exchange(other.fd_, -1)}, heard_{std::move(other.heard_)}
    {
    }
    raw_client& operator=(raw_client&&) = delete;

    /// False: the other side has hung up.
    bool say(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void end_of_speech() { ::shutdown(fd_, SHUT_WR); }

    /// All until the other side hangs up, or until the limit: then has_ended is false.
    std::string rest(std::chrono::milliseconds limit = std::chrono::seconds{5})
    {
        hear(limit, [](const std::string&) { return false; });
        return std::exchange(heard_, {});
    }

    /// Until the text has come; what comes up to it.
    std::string until(std::string_view text, std::chrono::milliseconds limit = std::chrono::seconds{5})
    {
        hear(limit, [&](const std::string& so_far) { return so_far.find(text) != std::string::npos; });
        const auto at = heard_.find(text);
        const auto size = at == std::string::npos ? heard_.size() : at + text.size();
        auto out = heard_.substr(0, size);
        heard_.erase(0, size);
        return out;
    }

    bool has_ended = false;

private:
    void connect_to(const sockaddr* to, socklen_t size)
    {
        if (::connect(fd_, to, size) != 0) {
            ::close(fd_);
            throw std::runtime_error{"cannot connect"};
        }
    }

    template <class Enough>
    void hear(std::chrono::milliseconds limit, Enough enough)
    {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!enough(heard_)) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
            pollfd wait{fd_, POLLIN, 0};
            if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) <= 0)
                return;
            char buffer[16 * 1024];
            const auto count = ::recv(fd_, buffer, sizeof buffer, 0);
            if (count <= 0) {
                has_ended = true;
                return;
            }
            heard_.append(buffer, static_cast<std::size_t>(count));
        }
    }

    int fd_ = -1;
    std::string heard_;
};

/// The three digits of a reply; empty if there is none.
inline std::string status_in(std::string_view reply)
{
    return std::string{reply.starts_with("HTTP/1.1 ") ? reply.substr(9, 3) : std::string_view{}};
}

/// A good request on a connection of its own.
inline std::string get(std::uint16_t port, const std::string& path, const std::string& fields = {})
{
    raw_client client{port};
    client.say("GET " + path + " HTTP/1.1\r\nHost: loa\r\nConnection: close\r\n" + fields + "\r\n");
    return client.rest();
}

}  // namespace loa::testing
