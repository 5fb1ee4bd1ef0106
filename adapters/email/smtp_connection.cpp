#include "adapters/email/smtp_connection.hpp"

#include "gateway/core/with_deadline.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace loa {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using tcp_socket = asio::basic_stream_socket<tcp, executor>;
using tls_stream = ssl::stream<tcp_socket&>;

// What all connections to the relay share: trust, and the last session, to be resumed.
class tls_settings {
public:
    explicit tls_settings(const email_params& params) : host_{params.host}, context_{ssl::context::tls_client}
    {
        auto* handle = context_.native_handle();
        SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
        context_.set_verify_mode(ssl::verify_peer);
        error_code error;
        if (params.ca_file.empty())
            context_.set_default_verify_paths(error);
        else
            context_.load_verify_file(params.ca_file, error);
        if (error)
            throw std::runtime_error{"email.ca_file " + params.ca_file + ": " + error.message()};
        SSL_CTX_set_ex_data(handle, slot(), this);
        SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(handle, &keep_session);
    }

    ~tls_settings() { SSL_SESSION_free(session_); }
    tls_settings(const tls_settings&) = delete;
    tls_settings& operator=(const tls_settings&) = delete;

    // Over a connected socket, ready to shake hands with a verified name.
    void prepare(std::optional<tls_stream>& stream, tcp_socket& socket)
    {
        auto* handle = stream.emplace(socket, context_).native_handle();
        error_code not_a_number;
        asio::ip::make_address(host_, not_a_number);
        if (not_a_number) {
            SSL_set_tlsext_host_name(handle, host_.c_str());
            SSL_set1_host(handle, host_.c_str());
        }
        else {
            X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host_.c_str());
        }
        if (session_ != nullptr)
            SSL_set_session(handle, session_);
    }

private:
    static int slot()
    {
        static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
        return index;
    }

    static int keep_session(SSL* handle, SSL_SESSION* session) noexcept
    {
        auto* self = static_cast<tls_settings*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(handle), slot()));
        SSL_SESSION_free(std::exchange(self->session_, session));
        return 1;  // ours now
    }

    std::string host_;
    ssl::context context_;
    SSL_SESSION* session_ = nullptr;
};

// getaddrinfo cannot be interrupted: it goes on by itself, and whoever needs it waits for a timer, which can
// be. Shared, because it may outlive the one who waits.
struct name_query {
    explicit name_query(const executor& on) : resolver{on}, done{on, time_point::max()} {}
    asio::ip::basic_resolver<tcp, executor> resolver;
    timer done;
    std::optional<error_code> error;
    asio::ip::basic_resolver_results<tcp> found;
};

task<std::shared_ptr<name_query>> look_up(const email_params& params)
{
    const auto here = co_await asio::this_coro::executor;
    auto query = std::make_shared<name_query>(here);
    query->resolver.async_resolve(
        params.host,
        std::to_string(params.port),
        [query](const error_code& error, const asio::ip::basic_resolver_results<tcp>& found) {
            query->error = error;
            query->found = found;
            query->done.cancel();
        }
    );
    while (!query->error)
        co_await query->done.async_wait(as_result);  // when cancelled, the next co_await throws
    co_return query;
}

std::string in_seconds(std::chrono::seconds limit)
{
    return std::to_string(limit.count()) + " s";
}

class connection final : public smtp_connection {
public:
    connection(const executor& on, const email_params& params, tls_settings* tls)
        : params_{params}, settings_{tls}, socket_{on}, alarm_{on}, dialogue_{params}
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
        if (late) {
            if (limit_ >= deadline_)
                lose(outcome_class::transient, "no answer before the deadline");
            else
                lose(outcome_class::unavailable, "no answer within " + in_seconds(params_.reply_limit));
        }
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
        const auto query = co_await look_up(params_);
        if (*query->error)
            co_return lose(
                outcome_class::unavailable, "cannot resolve the server's name: " + query->error->message()
            );
        const auto [error, where] = co_await asio::async_connect(socket_, query->found, as_result);
        if (error)
            co_return lose(outcome_class::unavailable, "cannot connect: " + error.message());
        error_code ignored;
        socket_.set_option(tcp::no_delay{true}, ignored);
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
        settings_->prepare(tls_, socket_);
        const auto [error] = co_await tls_->async_handshake(tls_stream::client, as_result);
        if (error && error != asio::error::operation_aborted) {
            const auto verified = SSL_get_verify_result(tls_->native_handle());
            lose(
                outcome_class::unavailable,
                "TLS: " + (verified == X509_V_OK ? error.message() : X509_verify_cert_error_string(verified))
            );
        }
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
    tls_settings* settings_;
    tcp_socket socket_;
    std::optional<tls_stream> tls_;
    timer alarm_;
    time_point limit_{}, deadline_{};
    smtp_dialogue dialogue_;
    std::array<char, 4096> input_{};
};

class relay final : public smtp_relay {
public:
    relay(const executor& on, const email_params& params) : on_{on}, params_{params}
    {
        if (params.tls != smtp_tls::none)
            tls_.emplace(params);
    }

    std::unique_ptr<smtp_connection> make_connection() override
    {
        return std::make_unique<connection>(on_, params_, tls_ ? &*tls_ : nullptr);
    }

private:
    executor on_;
    const email_params& params_;
    std::optional<tls_settings> tls_;
};

}  // namespace

std::unique_ptr<smtp_relay> make_smtp_relay(const executor& on, const email_params& params)
{
    return std::make_unique<relay>(on, params);
}

}  // namespace loa
