#include "adapters/enetviet/sandbox.hpp"

#include "adapters/enetviet/sandbox_request_parser.hpp"
#include "adapters/http_client/connection.hpp"
#include "adapters/http_client/http_client.hpp"
#include "gateway/core/with_deadline.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/error.hpp>

#include <openssl/ssl.h>

#include <set>
#include <stdexcept>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace loa {
namespace {

wall_time wall_now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

tcp::endpoint endpoint_of(const sandbox_params& params)
{
    error_code error;
    const auto address = asio::ip::make_address(params.address, error);
    if (error)
        throw std::runtime_error{"\"" + params.address + "\" is not an IP address to listen on"};
    return {address, params.port};
}

std::optional<asio::ssl::context> server_certificate(const sandbox_params& params)
{
    if (params.cert_file.empty() && params.key_file.empty())
        return std::nullopt;
    std::optional<asio::ssl::context> out{asio::ssl::context::tls_server};
    error_code error;
    out->use_certificate_chain_file(params.cert_file, error);
    if (!error)
        out->use_private_key_file(params.key_file, asio::ssl::context::pem, error);
    if (error)
        throw std::runtime_error{
            "cannot use the certificate " + params.cert_file + " with the key " + params.key_file + ": " +
            error.message()};
    SSL_CTX_set_min_proto_version(out->native_handle(), TLS1_2_VERSION);
    static constexpr unsigned char sessions_of[] = "loa sandbox";
    SSL_CTX_set_session_id_context(out->native_handle(), sessions_of, sizeof sessions_of - 1);
    return out;
}

}  // namespace

class sandbox::server : public std::enable_shared_from_this<sandbox::server> {
public:
    server(asio::io_context& context, const sandbox_params& params)
        : context_{context},
          params_{params},
          executor_{context.get_executor()},
          certificate_{server_certificate(params)},
          acceptor_{executor_},
          partner{params}
    {
        const auto where = endpoint_of(params);
        error_code error;
        acceptor_.open(where.protocol(), error);
        if (!error)
            acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
        if (!error)
            acceptor_.bind(where, error);
        if (!error)
            acceptor_.listen(tcp::acceptor::max_listen_connections, error);
        if (error)
            throw std::runtime_error{
                "cannot listen on " + params.address + ":" + std::to_string(params.port) + ": " +
                error.message()};
        port_ = acceptor_.local_endpoint().port();
    }

    void start()
    {
        asio::co_spawn(executor_, accept(shared_from_this()), [](std::exception_ptr) {});
    }

    void stop() noexcept
    {
        error_code ignored;
        acceptor_.close(ignored);
        for (auto* each : lines_) each->socket.close(ignored);
    }

    std::uint16_t port() const noexcept { return port_; }

private:
    static task<> accept(std::shared_ptr<server> self)
    {
        while (self->acceptor_.is_open()) {
            auto line = std::make_unique<connection>(self->executor_);
            const auto [error] = co_await self->acceptor_.async_accept(line->socket, as_result);
            if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor)
                co_return;
            if (error)  // out of descriptors, say: the peer is gone, others come
                continue;
            auto session = serve(self, std::move(line));
            asio::co_spawn(self->executor_, std::move(session), [](std::exception_ptr) {});
        }
    }

    static task<> serve(std::shared_ptr<server> self, std::unique_ptr<connection> line)
    {
        struct registration {
            std::set<connection*>& all;
            connection* one;
            ~registration() { all.erase(one); }
        };
        self->lines_.insert(line.get());
        const registration entry{self->lines_, line.get()};

        error_code ignored;
        line->socket.set_option(tcp::no_delay{true}, ignored);
        if (self->certificate_) {
            line->tls.emplace(line->socket, *self->certificate_);
            const auto [refused] =
                co_await line->tls->async_handshake(asio::ssl::stream_base::server, as_result);
            if (refused)
                co_return;
        }
        sandbox_request request;
        sandbox_reply reply;
        timer delay{self->executor_};
        while (true) {
            sandbox_request_parser parser{request, self->partner.tally, self->params_.body_limit};
            const auto fate = co_await self->read(*line, parser, request);
            if (!fate)
                co_return;
            if (*fate == post_fate::drop) {
                ++self->partner.tally.resets;
                co_return reset(*line);
            }
            if (self->params_.latency.count() != 0) {
                delay.expires_after(self->params_.latency);
                co_await delay.async_wait(as_result);
            }
            if (request.method == "POST" && request.path() == "/receipts") {
                const auto sent = co_await self->send_receipts(request.body);
                self->partner.answer(sent, wall_now(), reply);
            }
            else if (parser.compared)
                self->partner.answer(*parser.compared, wall_now(), reply);
            else
                self->partner.answer(request, *fate, wall_now(), reply);

            if (reply.how == sandbox_reply::ending::reset)
                co_return reset(*line);
            while (reply.how == sandbox_reply::ending::stall) {  // until the peer has enough of it
                line->begin = line->end;
                const auto gone = co_await line->read_some();
                if (gone)
                    co_return;
            }
            const std::array<std::string_view, 2> pieces{reply.head, reply.body};
            const auto [broken, written] = co_await line->write(pieces);
            if (broken || !parser.keep_alive())
                co_return;
        }
    }

    /// Plays the partner that tells what became of posts. The statuses that Loa answered with, 0 for none.
    task<boost::json::value> send_receipts(std::string asked)
    {
        boost::json::object out;
        sandbox_receipts::order order;
        try {
            order = sandbox_receipts::read_order(asked);
        } catch (const std::invalid_argument& wrong) {
            out["error"] = wrong.what();
            co_return out;
        }
        http_client_params how;
        how.tls = false;
        how.host = order.to.host;
        how.port = order.to.port;
        const auto line = make_http_client(context_, how);
        boost::json::array statuses;
        for (const auto& request : partner.receipts.compose(order, wall_now())) {
            const std::array<std::string_view, 1> whole{request};
            const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
            const auto got = co_await line->exchange(whole, deadline);
            statuses.push_back(got.answer.status);
        }
        out["receipts"] = partner.receipts.kept();
        out["statuses"] = std::move(statuses);
        co_return out;
    }

    /// Reads one request and says what happens to it, nothing if there is none. Returns before the body is
    /// read if it is to be dropped.
    task<std::optional<post_fate>> read(
        connection& line, sandbox_request_parser& parser, sandbox_request& request
    )
    {
        std::optional<post_fate> fate;
        while (!parser.is_done()) {
            error_code error;
            std::size_t used = 0;
            if (line.begin != line.end) {
                used = parser.put(asio::buffer(line.unread()), error);
                line.begin += used;
                if (error && error != http::error::need_more)
                    co_return std::nullopt;
            }
            if (!fate && parser.is_header_done()) {
                fate = sandbox_partner::is_post(request) ? partner.script.next_post() : post_fate::accepted;
                if (*fate == post_fate::drop)
                    co_return fate;
                if (parser.wants_go_ahead && !parser.is_done()) {
                    const std::array<std::string_view, 1> go_ahead{"HTTP/1.1 100 Continue\r\n\r\n"};
                    co_await line.write(go_ahead);
                }
            }
            if (parser.is_done() || (used != 0 && !error))
                continue;
            const auto gone = co_await line.read_some();
            if (gone)
                co_return std::nullopt;
        }
        co_return fate;
    }

    static void reset(connection& line)
    {
        error_code ignored;
        line.socket.set_option(asio::socket_base::linger{true, 0}, ignored);
        line.socket.close(ignored);
    }

    asio::io_context& context_;
    const sandbox_params params_;
    executor executor_;
    std::optional<asio::ssl::context> certificate_;
    asio::basic_socket_acceptor<tcp, executor> acceptor_;
    std::uint16_t port_ = 0;
    std::set<connection*> lines_;

public:
    sandbox_partner partner;
};

sandbox::sandbox(asio::io_context& context, const sandbox_params& params)
    : server_{std::make_shared<server>(context, params)}
{
    server_->start();
}

sandbox::~sandbox()
{
    stop();
}

std::uint16_t sandbox::port() const noexcept
{
    return server_->port();
}

void sandbox::stop() noexcept
{
    server_->stop();
}

std::string sandbox::tally() const
{
    return server_->partner.tally.to_json();
}

void sandbox::script(std::string_view json)
{
    server_->partner.script.add(json);
}

}  // namespace loa
