#include "tests/support/smtp_imposter.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <atomic>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

namespace loa::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class socket_peer final : public smtp_imposter::peer {
public:
    explicit socket_peer(tcp::socket socket) : socket_{std::move(socket)}
    {
        socket_.set_option(tcp::no_delay{true});
    }

    std::string hear() override
    {
        if (tls_)
            asio::read_until(*tls_, asio::dynamic_buffer(heard_), "\r\n");
        else
            asio::read_until(socket_, asio::dynamic_buffer(heard_), "\r\n");
        const auto end = heard_.find("\r\n");
        auto line = heard_.substr(0, end);
        heard_.erase(0, end + 2);
        return line;
    }
    std::string hear_text() override
    {
        std::string text;
        for (auto line = hear(); line != "."; line = hear()) text += line + "\r\n";
        return text;
    }
    void say(std::string_view text) override
    {
        if (tls_)
            asio::write(*tls_, asio::buffer(text));
        else
            asio::write(socket_, asio::buffer(text));
    }
    void start_tls(const certificate& own) override
    {
        context_.emplace(asio::ssl::context::tls_server);
        context_->use_certificate_chain_file(own.pem.string());
        context_->use_private_key_file(own.key.string(), asio::ssl::context::pem);
        SSL_CTX_set_session_id_context(
            context_->native_handle(), reinterpret_cast<const unsigned char*>("loa"), 3
        );
        tls_.emplace(socket_, *context_);
        tls_->handshake(asio::ssl::stream_base::server);
    }
    void drop() override
    {
        const std::lock_guard hold{closing_};
        socket_.set_option(asio::socket_base::linger{true, 0});
        socket_.close();
    }
    void wait_for_close() override
    {
        boost::system::error_code error;
        std::array<char, 4096> ignored{};
        while (!error) socket_.read_some(asio::buffer(ignored), error);
    }
    void cut()
    {
        const std::lock_guard hold{closing_};
        boost::system::error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
    }

private:
    std::mutex closing_;
    tcp::socket socket_;
    std::optional<asio::ssl::context> context_;
    std::optional<asio::ssl::stream<tcp::socket&>> tls_;
    std::string heard_;
};

}  // namespace

struct smtp_imposter::state {
    explicit state(std::function<void(peer&, int)> play)
        : script{std::move(play)},
          acceptor{context, {asio::ip::address_v4::loopback(), 0}},
          port{acceptor.local_endpoint().port()}
    {
        acceptor.set_option(tcp::socket::receive_buffer_size{16 * 1024}
        );  // little, so that a client notices who does not read
    }

    void listen()
    {
        for (;;) {
            boost::system::error_code error;
            tcp::socket socket{context};
            acceptor.accept(socket, error);
            if (error || stopping)
                return;
            const int number = count++;
            const std::lock_guard hold{mutex};
            auto& each = peers.emplace_back(std::move(socket));
            threads.emplace_back([this, &each, number] {
                try {
                    script(each, number);
                } catch (const std::exception&) {  // the client is gone
                }
                each.cut();
            });
        }
    }

    std::function<void(peer&, int)> script;
    asio::io_context context;
    tcp::acceptor acceptor;
    std::uint16_t port;
    std::atomic<int> count{0};
    std::atomic<bool> stopping{false};
    std::mutex mutex;
    std::list<socket_peer> peers;
    std::list<std::thread> threads;
    std::thread listener;
};

smtp_imposter::smtp_imposter(std::function<void(peer&, int)> script)
    : state_{std::make_unique<state>(std::move(script))}
{
    state_->listener = std::thread{[this] { state_->listen(); }};
}

smtp_imposter::~smtp_imposter()
{
    state_->stopping = true;
    boost::system::error_code ignored;
    tcp::socket last{state_->context};  // wakes accept()
    last.connect({asio::ip::address_v4::loopback(), state_->port}, ignored);
    state_->listener.join();
    for (auto& each : state_->peers) each.cut();
    for (auto& each : state_->threads) each.join();
}

std::uint16_t smtp_imposter::port() const noexcept
{
    return state_->port;
}

int smtp_imposter::connections() const noexcept
{
    return state_->count;
}

}  // namespace loa::testing
