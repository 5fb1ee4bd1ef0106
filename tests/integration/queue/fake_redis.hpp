#pragma once
/// \file
/// A server on loopback that answers a client of Redis right or wrong, as the test wants.

#include "tests/integration/queue/redis_fixture.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace loa::testing {

/// Plays a Redis that answers the commands of each connection with the next of its lines, whatever the
/// commands are, and the last one for ever; a command that is in `by_name` with what is there. An empty line:
/// no answer. "!": hangs up. "...", and what comes before it: that without end.
class fake_redis : public loop {
    using tcp = boost::asio::ip::tcp;
    using socket = boost::asio::basic_stream_socket<tcp, executor>;

public:
    fake_redis() { boost::asio::co_spawn(context, accept(), boost::asio::detached); }
    ~fake_redis() { acceptor_.close(); }

    std::vector<std::string> lines{"+OK\r\n"};
    std::map<std::string, std::string, std::less<>> by_name;
    std::size_t connections = 0;

    std::string url() const
    {
        return "redis://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
    }

    redis_params params() const
    {
        auto out = quick(url());
        out.reply_limit = std::chrono::milliseconds{200};
        return out;
    }

private:
    /// "*3\r\n$4\r\nXACK\r\n..." is "XACK".
    static std::string_view name_at(std::string_view command)
    {
        const auto size = std::min(command.find("\r\n"), command.size());
        const auto name = std::min(command.find("\r\n", size + 2), command.size());
        command.remove_prefix(std::min(name + 2, command.size()));
        return command.substr(0, command.find("\r\n"));
    }

    task<> accept()
    {
        for (;;) {
            socket peer{context};
            const auto [error] = co_await acceptor_.async_accept(peer, as_result);
            if (error)
                co_return;
            ++connections;
            boost::asio::co_spawn(context, serve(std::move(peer)), boost::asio::detached);
        }
    }

    task<> serve(socket peer)
    {
        std::array<char, 4096> bytes;
        const auto buffer = boost::asio::buffer(bytes);
        std::size_t at = 0;
        for (;;) {
            const auto [error, count] = co_await peer.async_read_some(buffer, as_result);
            if (error)
                co_return;
            const std::string_view read{bytes.data(), count};
            for (std::size_t i = 0; i + 1 < read.size(); ++i) {
                // Each command begins with its count of arguments, and no argument here looks like one.
                if (read[i] != '*' || read[i + 1] < '0' || read[i + 1] > '9')
                    continue;
                const auto named = by_name.find(name_at(read.substr(i)));
                auto line = named != by_name.end() ? named->second : lines[std::min(at++, lines.size() - 1)];
                if (line == "!")
                    co_return;
                const bool endless = line.ends_with("...");
                if (endless)
                    line.resize(line.size() - 3);
                const auto out = boost::asio::buffer(line);
                bool again = true;
                while (again) {
                    const auto [deaf, written] = co_await boost::asio::async_write(peer, out, as_result);
                    again = endless && !deaf;
                }
            }
        }
    }

    boost::asio::basic_socket_acceptor<tcp, executor> acceptor_{
        context, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}};
};

}  // namespace loa::testing
