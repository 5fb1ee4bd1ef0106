#include "gateway/served_api.hpp"

#include "adapters/enetviet/receipts.hpp"
#include "adapters/oidc/oidc_client.hpp"
#include "gateway/api/api.hpp"
#include "gateway/api/own_channels.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/http/http_server.hpp"
#include "gateway/ledger/import_jobs.hpp"
#include "gateway/ledger/sqlite_desk.hpp"
#include "gateway/ledger/sqlite_figures.hpp"
#include "gateway/served_settings.hpp"
#include "gateway/version.hpp"
#include "queue/redis_rejected.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <string>
#include <thread>
#include <utility>

namespace asio = boost::asio;

namespace loa {

class served_api::body {
public:
    body(const settings& how, logger& log, api_surroundings around)
        : log_{log},
          around_{std::move(around)},
          own_{loop_, around_.make_channels(loop_), around_.secret, log_},
          rejected_{make_redis_rejected(how.redis)},
          imports_{make_import_jobs(how.store, log_)},
          oidc_{how.oidc ? make_oidc_provider(loop_, *how.oidc, log_) : nullptr},
          api_{loop_, parts(how)},
          server_{loop_, *how.http, api_, log_}
    {
        log_.info("API ready", {{"address", how.http->address}, {"port", server_.port()}, {"socket", how.http->unix_socket}});
    }

    ~body()
    {
        stop();
        if (thread_.joinable())
            thread_.join();
    }

    void start()
    {
        asio::co_spawn(loop_, server_.run(), [this](std::exception_ptr error) {
            // Nobody is connected any more; what is left are timers of idle connections to the channels, half a minute of them.
            loop_.stop();
            if (!error)
                return;
            try {
                std::rethrow_exception(error);
            } catch (const std::exception& e) {
                around_.failed(e.what());
            }
        });
        thread_ = std::thread{[this] { run(); }};
    }

    void stop()
    {
        own_.stop();
        if (oidc_)
            oidc_->stop();
        server_.stop();
    }
    void reload_certificate() { server_.reload_certificate(); }

private:
    void run() noexcept
    {
        try {
            loop_.run();
        } catch (const std::exception& e) {
            around_.failed(e.what());
        }
    }

    api_parts parts(const settings& how)
    {
        std::vector<std::string> names;
        if (how.enetviet)
            names.emplace_back("enetviet");
        if (how.email)
            names.emplace_back("email");
        api_parts out{
            .how = how.api,
            .log = log_,
            .open_desk = [store = how.store] { return open_desk(store); },
            .wake = around_.wake,
            .board = around_.board,
            .is_alive = around_.is_alive,
            .channels = std::move(names),
            .in_pieces = {},
            .metrics = [this](desk& at) { return metrics(at); },
            .counts = around_.meter,
            .tokens = how.api.public_url.empty() ? nullptr : &around_.tokens,
            .refusals = &around_.refusals,
            .receipts = how.enetviet ? make_enetviet_receipt_reader(*how.enetviet) : receipt_reader{},
            .bulletins = how.bulletins,
            .own = &own_,
            .oidc = oidc_.get(),
            .time_zone = how.quiet_hours.time_zone,
            .rejected = rejected_.get(),
            .imports = imports_.get(),
            .shown = shown_of(how),
            .system = {
                .version = version,
                .commit = commit,
                .started = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()),
                .stores = [store = how.store] { return figures_of(store); },
                .threads = {},
            },
        };
        return out;
    }

    std::string metrics(desk& at) const
    {
        metrics_now now;
        now.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        now.channels = around_.board.channels();
        now.inbox = around_.board.inbox();
        try {
            now.live = at.ledger().live();
            now.paused = at.ledger().paused_channels();
        } catch (const std::runtime_error& e) {
            log_.warn("the metrics are without the ledger: it cannot be read", {{"reason", e.what()}});
        }
        return around_.meter.text(now);
    }

    logger& log_;
    const api_surroundings around_;
    asio::io_context loop_{1};
    own_channels own_;
    const std::unique_ptr<rejected_intake> rejected_;
    const std::unique_ptr<directory_imports> imports_;
    const std::unique_ptr<oidc_provider> oidc_;
    api api_;
    http_server server_;
    std::thread thread_;
};

served_api::served_api(const settings& how, logger& log, api_surroundings around)
    : body_{std::make_unique<body>(how, log, std::move(around))}
{
}

served_api::~served_api() = default;

void served_api::start()
{
    body_->start();
}

void served_api::stop()
{
    body_->stop();
}

void served_api::reload_certificate()
{
    body_->reload_certificate();
}

}  // namespace loa
