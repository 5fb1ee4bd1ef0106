#pragma once
/// \file
/// A TCP server that says exactly what it is told, right or wrong, whatever it hears.

#include "gateway/core/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace loa::testing {

/// What it does on one connection, once the head of a request has come.
struct peer_step {
    std::string says;
    std::string then_again;     ///< said over and over until the other side hangs up; empty: nothing
    bool hang_up = true;        ///< afterwards; else it waits for the next request
    bool hear_nothing = false;  ///< does not wait for a request at all
};

/// Lives on the test's loop; each new connection takes up where the steps are.
class scripted_peer {
public:
    scripted_peer(boost::asio::io_context& context, std::vector<peer_step> steps)
        : state_{std::make_shared<state>(context, std::move(steps))}
    {
        boost::asio::co_spawn(context, accept(state_), [](std::exception_ptr) {});
    }
    ~scripted_peer() { state_->acceptor.close(); }
    scripted_peer(const scripted_peer&) = delete;
    scripted_peer& operator=(const scripted_peer&) = delete;

    std::uint16_t port() const { return state_->acceptor.local_endpoint().port(); }
    std::size_t connections() const { return state_->connections; }
    const std::string& heard() const { return state_->heard; }

private:
    using tcp = boost::asio::ip::tcp;
    using socket = boost::asio::basic_stream_socket<tcp, executor>;

    struct state {
        state(boost::asio::io_context& context, std::vector<peer_step> what)
            : acceptor{context.get_executor(), tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}},
              steps{std::move(what)}
        {
        }
        boost::asio::basic_socket_acceptor<tcp, executor> acceptor;
        std::vector<peer_step> steps;
        std::size_t next = 0, connections = 0;
        std::string heard;

        bool speaks_first() const { return next != steps.size() && steps[next].hear_nothing; }
    };

    static task<> accept(std::shared_ptr<state> self)
    {
        while (true) {
            socket line{self->acceptor.get_executor()};
            const auto [error] = co_await self->acceptor.async_accept(line, as_result);
            if (error)
                co_return;
            ++self->connections;
            auto talk = serve(self, std::move(line));
            boost::asio::co_spawn(self->acceptor.get_executor(), std::move(talk), [](std::exception_ptr) {});
        }
    }

    static task<> serve(std::shared_ptr<state> self, socket line)
    {
        std::array<char, 16 * 1024> buffer;
        while (true) {
            std::string heard;
            while (!self->speaks_first() && heard.find("\r\n\r\n") == std::string::npos) {
                const auto [error, got] =
                    co_await line.async_read_some(boost::asio::buffer(buffer), as_result);
                if (error)
                    co_return;
                heard.append(buffer.data(), got);
            }
            self->heard = heard;
            if (self->next == self->steps.size())  // out of words: silent until the other side has enough
                continue;
            const auto step = self->steps[self->next++];
            const auto [error, written] =
                co_await boost::asio::async_write(line, boost::asio::buffer(step.says), as_result);
            if (error)
                co_return;
            while (!step.then_again.empty()) {
                const auto [deaf, more] =
                    co_await boost::asio::async_write(line, boost::asio::buffer(step.then_again), as_result);
                if (deaf)
                    co_return;
            }
            if (step.hang_up)
                co_return;
        }
    }

    std::shared_ptr<state> state_;  ///< its connections end after it
};

}  // namespace loa::testing
