#include "adapters/http_client/http_client.hpp"

#include "adapters/http_client/answer_parser.hpp"
#include "adapters/http_client/connection.hpp"
#include "adapters/net/connect.hpp"
#include "adapters/net/deadline_watch.hpp"
#include "adapters/net/name_lookup.hpp"
#include "adapters/net/tls_client.hpp"
#include "gateway/core/with_deadline.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/this_coro.hpp>

#include <list>
#include <numeric>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace loa {
namespace {

/// A file descriptor is a stream whatever it is connected to, so the socket goes on under the type that all of this is made for.
task<result<>> connect_to_path(tcp_socket& socket, asio::local::stream_protocol::endpoint where)
{
    asio::basic_stream_socket<asio::local::stream_protocol, executor> line{socket.get_executor()};
    const auto [error] = co_await line.async_connect(where, as_result);
    if (error)
        co_return error;
    error_code refused;
    socket.assign(asio::ip::tcp::v4(), line.release(), refused);
    if (refused)
        co_return refused;
    co_return result<>{};
}

// A peer that kept the connection after so many answers is trusted for so long to have done it again: a look would cost a
// system call in three.
constexpr std::size_t proven_after = 8;
constexpr std::chrono::microseconds just_used{100};

/// With less time left nothing is begun.
bool is_too_late(time_point deadline)
{
    return deadline - std::chrono::steady_clock::now() < std::chrono::milliseconds{1};
}

class pooled_client final : public http_client {
public:
    pooled_client(asio::io_context& context, http_client_params params)
        : params_{std::move(params)},
          executor_{context.get_executor()},
          limits_{executor_},
          names_{std::make_shared<name_lookup>(executor_, params_.host, params_.port)}
    {
        if (!params_.unix_socket.empty())
            path_.emplace(params_.unix_socket);
        else if (params_.tls)
            tls_.emplace(params_.host, params_.ca_file, "http/1.1");
    }

    task<http_exchange> exchange(std::span<const std::string_view> request, time_point deadline) override
    {
        http_exchange out;
        out.error = errc::deadline_exceeded;
        // Asked before: a deadline in the past must not let a single byte out.
        if (std::chrono::steady_clock::now() < deadline) {
            const auto ended = co_await converse(request, deadline, out);
            // Cancellation always unwinds, even where an operation reported it as a value.
            const auto state = co_await asio::this_coro::cancellation_state;
            if (state.cancelled() != asio::cancellation_type::none)
                throw boost::system::system_error{asio::error::operation_aborted};
            out.error = ended ? error_code{} : ended.error();
        }
        co_return out;
    }

private:
    struct waiter {
        timer wake;
        bool granted = false;
    };

    /// The right to one of the connections. Gives the connection back on destruction, or closes it unless
    /// `keep` was called.
    class turn {
    public:
        explicit turn(pooled_client& pool) : pool_{&pool} {}
        turn(turn&& other) noexcept
            : pool_{std::exchange(other.pool_, nullptr)}, line_{std::move(other.line_)}, keep_{other.keep_}
        {
        }
        turn& operator=(turn&&) = delete;
        ~turn()
        {
            if (pool_ == nullptr)
                return;
            if (keep_)
                pool_->idle_.push_back(std::move(line_));
            pool_->pass_on();
        }

        connection& line() { return *line_; }
        /// Takes the connection used last, if it is still good.
        bool reuse()
        {
            const auto now = std::chrono::steady_clock::now();
            while (line_ == nullptr && !pool_->idle_.empty()) {
                auto candidate = std::move(pool_->idle_.back());
                pool_->idle_.pop_back();
                const auto idle = now - candidate->last_used;
                if (idle >= pool_->params_.idle_limit)
                    continue;
                if ((idle < just_used && candidate->answered >= proven_after) || candidate->quiet())
                    line_ = std::move(candidate);
            }
            return line_ != nullptr;
        }
        void renew() { line_ = std::make_unique<connection>(pool_->executor_); }
        void keep()
        {
            line_->last_used = std::chrono::steady_clock::now();
            ++line_->answered;
            keep_ = true;
        }

    private:
        pooled_client* pool_;
        std::unique_ptr<connection> line_;
        bool keep_ = false;
    };

    void pass_on()
    {
        if (waiting_.empty()) {
            --turns_;
            return;
        }
        waiting_.front()->granted = true;
        waiting_.front()->wake.cancel();
        waiting_.pop_front();
    }

    /// Nothing: not before the deadline.
    task<std::optional<turn>> take_turn(time_point deadline)
    {
        if (turns_ < params_.connections) {
            ++turns_;
            co_return turn{*this};
        }
        waiter self{timer{executor_, deadline}};
        waiting_.push_back(&self);
        const auto [disturbed] = co_await self.wake.async_wait(as_result);
        if (self.granted)
            co_return turn{*this};
        waiting_.remove(&self);
        if (disturbed)
            throw boost::system::system_error{asio::error::operation_aborted};
        co_return std::nullopt;
    }

    task<result<>> connect(connection& line, time_point until)
    {
        if (path_)
            co_return co_await connect_to_path(line.socket, *path_);
        auto addresses = co_await names_->addresses();
        if (!addresses)
            co_return addresses.error();
        auto connecting = connect_to_any(line.socket, std::move(*addresses), until);
        const auto connected = co_await std::move(connecting);
        if (!connected || !tls_)
            co_return connected;
        tls_->prepare(line.tls, line.socket);
        const auto [refused] = co_await line.tls->async_handshake(asio::ssl::stream_base::client, as_result);
        if (refused)
            co_return refused;
        co_return result<>{};
    }

    task<result<>> converse(
        std::span<const std::string_view> request, time_point deadline, http_exchange& out
    )
    {
        auto granted = co_await take_turn(deadline);
        if (!granted || is_too_late(deadline))
            co_return errc::deadline_exceeded;
        auto& mine = *granted;
        if (!mine.reuse()) {
            mine.renew();
            const auto until = std::min(deadline, std::chrono::steady_clock::now() + params_.connect_limit);
            auto connecting = connect(mine.line(), until);
            const auto connected = co_await with_deadline(std::move(connecting), until);
            if (!connected && connected.error() == errc::deadline_exceeded && until != deadline)
                co_return error_code{asio::error::timed_out};
            if (!connected)
                co_return connected.error();
            if (is_too_late(deadline))
                co_return errc::deadline_exceeded;
        }
        auto& line = mine.line();
        const deadline_watch::limit within{limits_, line.socket, deadline};

        out.progress = http_progress::nothing_sent;
        const auto size = std::accumulate(
            request.begin(),
            request.end(),
            std::size_t{0},
            [](std::size_t sum, std::string_view piece) { return sum + piece.size(); }
        );
        const auto [broken, written] = co_await line.write(request);
        out.request_whole = written == size;
        if (out.request_whole)
            out.progress = http_progress::sent;
        if (within.passed())
            co_return errc::deadline_exceeded;
        if (broken == asio::error::operation_aborted)
            co_return broken;

        // Also after a failed write: a peer that refuses early answers, then closes.
        const auto answered = co_await read_answer(line, out.answer);
        if (!answered && within.passed())
            co_return errc::deadline_exceeded;
        if (!answered)
            co_return broken ? broken : answered.error();
        out.progress = http_progress::answered;
        if (*answered == afterwards::keep && out.request_whole && !within.passed())  // passed: closed
            mine.keep();
        co_return result<>{};
    }

    enum class afterwards { keep, close };

    /// Returns whether the connection can carry another exchange.
    task<result<afterwards>> read_answer(connection& line, http_answer& answer)
    {
        std::optional<answer_parser> parser;
        for (int interim = 0; interim != 8; ++interim) {
            answer = {};
            parser.emplace(answer, params_.answer_limit);
            while (!parser->is_done()) {
                error_code error;
                if (line.begin != line.end) {
                    const auto unread = line.unread();
                    const auto used = parser->put(asio::buffer(unread), error);
                    line.begin += used;
                    if (error && error != http::error::need_more)
                        co_return error;
                    if (parser->is_done() || (!error && used != 0))
                        continue;
                }
                error = co_await line.read_some();
                if (error == asio::error::eof && parser->got_some()) {
                    parser->put_eof(error);
                    if (!error)
                        continue;
                }
                if (error)
                    co_return error;
            }
            if (answer.status / 100 != 1)
                co_return parser->keep_alive() && !parser->need_eof() && line.begin == line.end
                    ? afterwards::keep
                    : afterwards::close;
        }
        co_return error_code{http::error::bad_status};
    }

    http_client_params params_;
    executor executor_;
    deadline_watch limits_;
    std::shared_ptr<name_lookup> names_;  ///< shared with a resolution under way, which cannot be cancelled
    std::optional<asio::local::stream_protocol::endpoint> path_;
    std::optional<tls_client> tls_;
    std::vector<std::unique_ptr<connection>> idle_;  ///< after tls_: streams end before their context
    std::size_t turns_ = 0;
    std::list<waiter*> waiting_;
};

}  // namespace

std::unique_ptr<http_client> make_http_client(asio::io_context& context, http_client_params params)
{
    return std::make_unique<pooled_client>(context, std::move(params));
}

}  // namespace loa
