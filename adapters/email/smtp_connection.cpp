#include "adapters/email/smtp_connection.hpp"

#include "adapters/net/connect.hpp"
#include "adapters/net/name_lookup.hpp"
#include "adapters/net/tls_client.hpp"
#include "gateway/core/with_deadline.hpp"

#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace loa {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

std::string in_seconds(std::chrono::seconds limit)
{
    return std::to_string(limit.count()) + " s";
}

class connection final : public smtp_connection {
public:
    connection(
        const executor& on,
        const email_params& params,
        std::shared_ptr<name_lookup> names,
        tls_client* security
    )
        : params_{params},
          names_{std::move(names)},
          security_{security},
          socket_{on},
          alarm_{on},
          dialogue_{params}
    {
    }

    ~connection() override
    {
        if (!socket_.is_open() || dialogue_.next() != smtp_dialogue::step::ready ||
            !dialogue_.output().empty())
            return;
        // The buffers of an idle connection are empty, so this does not block; if it fails, the server sees a
        // close.
        dialogue_.quit();
        const auto bye = asio::buffer(dialogue_.output());
        error_code ignored;
        if (tls_) {
            tls_->write_some(bye, ignored);
            tls_->shutdown(ignored);  // without it OpenSSL thinks the session not fit to be resumed
        }
        else {
            socket_.write_some(bye, ignored);
        }
        socket_.shutdown(tcp_socket::shutdown_send, ignored);
    }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    task<std::optional<outcome>> open(time_point deadline) override
    {
        limit_ = deadline_ = std::min(deadline, std::chrono::steady_clock::now() + params_.connect_limit);
        auto work = establish();
        const bool late = co_await overran(std::move(work));
        if (late)
            lose(
                outcome_class::unavailable,
                "no session with the server within " + in_seconds(params_.connect_limit)
            );
        std::optional<outcome> failure;
        if (dialogue_.next() == smtp_dialogue::step::close)
            failure = dialogue_.failure();
        co_return failure;
    }

    task<void> carry(const outgoing_mail& mail, time_point deadline) override
    {
        deadline_ = deadline;
        renew_limit();
        dialogue_.begin(mail);
        auto work = talk();
        const bool late = co_await overran(std::move(work));
        if (late)
            lose(
                outcome_class::unavailable,
                limit_ >= deadline_ ? "no answer before the deadline"
                                    : "no answer within " + in_seconds(params_.reply_limit)
            );
    }

    smtp_dialogue& dialogue() noexcept override { return dialogue_; }

    bool quiet() noexcept override
    {
        std::array<char, 1> byte{};
        error_code error;
        const auto peeked = socket_.receive(asio::buffer(byte), tcp_socket::message_peek, error);
        // With TLS, bytes may well be session tickets.
        return error == asio::error::would_block || (!error && peeked != 0 && tls_);
    }

    std::string encryption() const override
    {
        if (!tls_)
            return "none";
        auto* handle = const_cast<tls_stream&>(*tls_).native_handle();
        return std::string{SSL_get_version(handle)} + (SSL_session_reused(handle) ? " resumed" : "");
    }

private:
    void lose(outcome_class what, std::string cause)
    {
        outcome why;
        why.what = what;
        why.cause = std::move(cause);
        dialogue_.lost(std::move(why));
    }

    void renew_limit()
    {
        limit_ = std::min(deadline_, std::chrono::steady_clock::now() + params_.reply_limit);
    }

    // Ends when limit_ has passed. The limit may be put off meanwhile, which costs nothing.
    task<void> watch()
    {
        while (std::chrono::steady_clock::now() < limit_) {
            alarm_.expires_at(limit_);
            co_await alarm_.async_wait(as_result);
        }
    }

    // Runs `work` until it ends or limit_ has passed, and says whether the limit cut it short.
    task<bool> overran(task<void> work)
    {
        const auto here = co_await asio::this_coro::executor;
        auto guard = watch();
        auto race = asio::experimental::make_parallel_group(
            asio::co_spawn(here, std::move(work), asio::deferred),
            asio::co_spawn(here, std::move(guard), asio::deferred)
        );
        auto [order, error, guard_error] =
            co_await race.async_wait(asio::experimental::wait_for_one(), use_task);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            throw boost::system::system_error{asio::error::operation_aborted};
        if (order[0] == 0 && error)
            std::rethrow_exception(error);
        const bool late = order[0] == 1;
        const auto next = dialogue_.next();
        co_return late && (next == smtp_dialogue::step::read || next == smtp_dialogue::step::start_tls);
    }

    task<void> establish()
    {
        auto addresses = co_await names_->addresses();
        if (!addresses)
            co_return lose(
                outcome_class::unavailable, "cannot resolve the server's name: " + addresses.error().message()
            );
        auto connecting = connect_to_any(socket_, std::move(*addresses), limit_);
        const auto connected = co_await std::move(connecting);
        if (!connected)
            co_return lose(outcome_class::unavailable, "cannot connect: " + connected.error().message());
        error_code ignored;
        socket_.non_blocking(true, ignored);
        if (params_.tls == smtp_tls::implicit) {
            const bool secure = co_await shake_hands();
            if (!secure)
                co_return;
        }
        dialogue_.connected();
        co_await talk();
    }

    task<bool> shake_hands()
    {
        security_->prepare(tls_, socket_);
        const auto [error] = co_await tls_->async_handshake(tls_stream::client, as_result);
        if (error && error != asio::error::operation_aborted)
            lose(outcome_class::unavailable, "TLS: " + handshake_problem(*tls_, error));
        co_return !error;
    }

    // Does what the dialogue says until it is ready or over. Returns at once when cancelled.
    task<void> talk()
    {
        for (;;) {
            while (!dialogue_.output().empty()) {
                error_code error;
                std::size_t written = 0;
                if (!tls_)  // nearly always there is room: no need to go through the loop
                    written = socket_.write_some(asio::buffer(dialogue_.output()), error);
                if (tls_ || error == asio::error::would_block) {
                    const auto bytes = asio::buffer(dialogue_.output());
                    if (tls_)
                        std::tie(error, written) = co_await asio::async_write(*tls_, bytes, as_result);
                    else
                        std::tie(error, written) = co_await asio::async_write(socket_, bytes, as_result);
                }
                dialogue_.wrote(written);
                if (error == asio::error::operation_aborted)
                    co_return;
                if (error) {
                    co_await hear_last_words();
                    co_return lose(outcome_class::unavailable, "connection lost: " + error.message());
                }
            }
            bool well = true;
            switch (dialogue_.next()) {
                case smtp_dialogue::step::ready:
                case smtp_dialogue::step::close: co_return;
                case smtp_dialogue::step::start_tls:
                    well = co_await shake_hands();
                    if (well)
                        dialogue_.secured();
                    break;
                case smtp_dialogue::step::read: well = co_await read(); break;
            }
            if (!well)
                co_return;
        }
    }

    task<bool> read()
    {
        if (limit_ != deadline_)
            renew_limit();
        error_code error;
        std::size_t length = 0;
        const auto room = asio::buffer(input_);
        if (tls_)
            std::tie(error, length) = co_await tls_->async_read_some(room, as_result);
        else
            std::tie(error, length) = co_await socket_.async_read_some(room, as_result);
        dialogue_.received({input_.data(), length});
        if (error && error != asio::error::operation_aborted) {
            const bool closed = error == asio::error::eof || error == ssl::error::stream_truncated;
            lose(
                outcome_class::unavailable,
                closed ? "the server hung up" : "connection lost: " + error.message()
            );
        }
        co_return !error;
    }

    // A server that closes in the middle may have said why. (g++ 12 compiles `while (a) if (!co_await b)
    // co_return;` to a trap.)
    task<void> hear_last_words()
    {
        bool more = true;
        while (more && dialogue_.next() == smtp_dialogue::step::read) {
            more = co_await read();
        }
    }

    const email_params& params_;
    std::shared_ptr<name_lookup> names_;
    tls_client* security_;
    tcp_socket socket_;
    std::optional<tls_stream> tls_;
    timer alarm_;
    time_point limit_{}, deadline_{};
    smtp_dialogue dialogue_;
    std::array<char, 4096> input_{};
};

class relay final : public smtp_relay {
public:
    relay(const executor& on, const email_params& params)
        : on_{on}, params_{params}, names_{std::make_shared<name_lookup>(on, params.host, params.port)}
    {
        if (params.tls != smtp_tls::none)
            tls_.emplace(params.host, params.ca_file);
    }

    std::unique_ptr<smtp_connection> make_connection() override
    {
        return std::make_unique<connection>(on_, params_, names_, tls_ ? &*tls_ : nullptr);
    }

private:
    executor on_;
    const email_params& params_;
    std::shared_ptr<name_lookup> names_;  ///< shared with a resolution under way, which cannot be cancelled
    std::optional<tls_client> tls_;
};

}  // namespace

std::unique_ptr<smtp_relay> make_smtp_relay(const executor& on, const email_params& params)
{
    return std::make_unique<relay>(on, params);
}

}  // namespace loa
