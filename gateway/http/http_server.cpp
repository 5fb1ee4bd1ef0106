#include "gateway/http/http_server.hpp"

#include "gateway/core/task_group.hpp"
#include "gateway/http/http_connection.hpp"
#include "gateway/http/listeners.hpp"
#include "gateway/http/reply_bytes.hpp"
#include "gateway/http/server_tls.hpp"

#include <boost/asio/post.hpp>

#include <fmt/format.h>

#include <list>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>

namespace asio = boost::asio;
using boost::system::error_code;
using namespace std::chrono_literals;

namespace loa {
namespace {

constexpr auto look_every = 250ms;
/// When there are too many connections, or the machine has no more sockets.
constexpr auto accept_again_after = 100ms;
/// Of the kernel, for one connection (it takes twice that): what is written to somebody who does not read.
constexpr int send_buffer_bytes = 128 * 1024;

}  // namespace

class http_server::body : public std::enable_shared_from_this<body> {
public:
    body(asio::io_context& loop, http_server_params params, http_handler& to, logger& log)
        : loop_{loop.get_executor()},
          params_{std::move(params)},
          log_{log},
          service_{params_, to, log, false, 0, fmt::format("{:08x}-", std::random_device{}()), 0},
          stop_{loop_},
          listeners_{loop_},
          connections_{loop_},
          looking_{loop_}
    {
        if (!params_.certificate_file.empty())
            tls_ = make_server_tls(params_.certificate_file, params_.key_file, log);
        if (params_.port != 0 || params_.unix_socket.empty())
            tcp_.emplace(listen_on(loop, params_.address, params_.port));
        if (!params_.unix_socket.empty())
            unix_.emplace(loop, params_.unix_socket);
    }

    task<> run()
    {
        // Its own wait; being cancelled is a way to stop, not to leave connections behind.
        co_await asio::this_coro::throw_if_cancelled(false);
        if (tcp_)
            listeners_.spawn(accept_tcp());
        if (unix_)
            listeners_.spawn(accept_unix());
        looking_.spawn(look_after_limits());
        if (!service_.is_stopping) {
            try {
                co_await stop_.wait_until(time_point::max());
            } catch (const boost::system::system_error&) {  // cancelled
            }
        }
        const auto state = co_await asio::this_coro::cancellation_state;
        const bool is_cancelled = state.cancelled() != asio::cancellation_type::none;
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());

        service_.is_stopping = true;
        for (auto& one : open_) one.wind_up();
        stop_by_ = std::chrono::steady_clock::now() + params_.stop_limit;
        listeners_.cancel();
        co_await listeners_.join();
        close_listeners();
        co_await connections_.join();
        looking_.cancel();
        co_await looking_.join();
        if (is_cancelled)
            throw boost::system::system_error{asio::error::operation_aborted};
    }

    void stop()
    {
        asio::post(loop_, [self = shared_from_this()] {
            self->service_.is_stopping = true;
            self->stop_.notify();
        });
    }

    void reload_certificate()
    {
        asio::post(loop_, [self = shared_from_this()] { self->read_certificate(); });
    }

    std::uint16_t port() const noexcept
    {
        error_code error;
        const auto end = tcp_ ? tcp_->local_endpoint(error) : asio::ip::tcp::endpoint{};
        return error ? std::uint16_t{0} : end.port();
    }

private:
    void read_certificate()
    {
        if (!tls_)
            return;
        try {
            tls_ = make_server_tls(params_.certificate_file, params_.key_file, log_);
            log_.info("the certificate of the API was read again", {{"file", params_.certificate_file}});
        } catch (const std::exception& error) {
            log_.error("the certificate of the API stays the old one", {{"reason", error.what()}});
        }
    }

    void close_listeners()
    {
        error_code ignored;
        if (tcp_)
            tcp_->close(ignored);
        unix_.reset();  // takes the file away, too
    }

    task<> accept_tcp()
    {
        while (!service_.is_stopping) {
            stream_socket socket{loop_};
            const bool has_one = co_await accept(*tcp_, socket);
            if (!has_one)
                continue;
            auto from = tcp_peer(socket, tls_ != nullptr);
            error_code ignored;
            socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
            if (from)
                admit(std::move(socket), std::move(*from), tls_);
        }
    }

    task<> accept_unix()
    {
        while (!service_.is_stopping) {
            stream_socket socket{loop_};
            const bool has_one = co_await accept(unix_->acceptor, socket);
            if (!has_one)
                continue;
            auto from = unix_peer(socket);
            if (from)
                admit(std::move(socket), std::move(*from), nullptr);
        }
    }

    /// False: nobody came, or nobody can be taken in now.
    template <class Acceptor>
    task<bool> accept(Acceptor& at, stream_socket& into)
    {
        timer pause{loop_};
        while (open_.size() >= params_.connections) {  // the rest waits in the kernel's queue
            pause.expires_after(accept_again_after);
            co_await pause.async_wait(use_task);
        }
        if (service_.is_stopping)
            co_return false;
        const auto [error] = co_await at.async_accept(into, as_result);
        if (!error)
            co_return true;
        if (!service_.is_stopping && error != asio::error::operation_aborted &&
            error != asio::error::connection_aborted) {
            const auto now = std::chrono::steady_clock::now();
            if (now >= complain_from_)
                log_.warn("the API cannot take a connection", {{"reason", error.message()}});
            complain_from_ = now + 1min;
            pause.expires_after(accept_again_after);
            co_await pause.async_wait(use_task);
        }
        co_return false;
    }

    void admit(stream_socket socket, http_peer from, std::shared_ptr<asio::ssl::context> tls)
    {
        error_code ignored;
        socket.set_option(asio::socket_base::send_buffer_size{send_buffer_bytes}, ignored);
        auto& count = peers_[from.group];
        if (count >= params_.connections_per_peer) {
            if (!tls)
                turn_away(socket);
            log_.debug("too many connections of one peer", {{"peer", from.name}});
            return;
        }
        ++count;
        auto line =
            tls ? make_tls_line(std::move(socket), std::move(tls)) : make_plain_line(std::move(socket));
        connections_.spawn(serve(open_.emplace(open_.end(), std::move(line), std::move(from), service_)));
    }

    /// A word to those who mean no harm, if the kernel takes it at once.
    static void turn_away(stream_socket& socket)
    {
        static const auto bytes = [] {
            auto reply = refuse(http_refusal::too_many, {}, "-");
            reply.headers.emplace_back("Retry-After", "5");
            reply_frame frame;
            frame.request_id = "-";
            frame.now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
            return head_bytes(reply, frame) + reply.body;
        }();
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(bytes), ignored);
        socket.shutdown(stream_socket::shutdown_send, ignored);
    }

    task<> serve(std::list<http_connection>::iterator which)
    {
        std::exception_ptr error;
        try {
            co_await which->serve();
        } catch (...) {
            error = std::current_exception();
        }
        const auto counted = peers_.find(which->from().group);
        if (--counted->second == 0)
            peers_.erase(counted);
        open_.erase(which);
        if (error)
            report(error);
    }

    /// One connection that fails is no reason to end the others.
    void report(const std::exception_ptr& error)
    {
        try {
            std::rethrow_exception(error);
        } catch (const boost::system::system_error& e) {
            if (e.code() != asio::error::operation_aborted)
                log_.error("a connection of the API broke", {{"reason", e.what()}});
        } catch (const std::exception& e) {
            log_.error("a connection of the API broke", {{"reason", e.what()}});
        }
    }

    task<> look_after_limits()
    {
        timer next{loop_};
        while (true) {
            next.expires_after(look_every);
            co_await next.async_wait(use_task);
            const auto now = std::chrono::steady_clock::now();
            for (auto& one : open_) one.look(now);
            if (now > stop_by_)
                connections_.cancel();
        }
    }

    executor loop_;
    const http_server_params params_;
    logger& log_;
    std::shared_ptr<asio::ssl::context> tls_;
    std::optional<tcp_acceptor> tcp_;
    std::optional<unix_listener> unix_;
    http_service service_;
    wake_up stop_;
    time_point stop_by_ = time_point::max();
    time_point complain_from_{};                ///< again about sockets that cannot be had
    std::map<std::string, std::size_t> peers_;  ///< connections of each group
    std::list<http_connection> open_;
    task_group listeners_, connections_, looking_;
};

http_server::http_server(asio::io_context& loop, http_server_params params, http_handler& to, logger& log)
    : body_{std::make_shared<body>(loop, std::move(params), to, log)}
{
}

http_server::~http_server() = default;

task<> http_server::run()
{
    return body_->run();
}

void http_server::stop()
{
    body_->stop();
}

void http_server::reload_certificate()
{
    body_->reload_certificate();
}

std::uint16_t http_server::port() const noexcept
{
    return body_->port();
}

}  // namespace loa
