#include "gateway/app.hpp"

#include "adapters/email/email_channel.hpp"
#include "adapters/enetviet/enetviet_channel.hpp"
#include "gateway/core/approval.hpp"
#include "gateway/core/channel_board.hpp"
#include "gateway/core/fresh_refusals.hpp"
#include "gateway/core/quiet_hours.hpp"
#include "gateway/core/refusal_token.hpp"
#include "gateway/core/task_group.hpp"
#include "gateway/core/with_deadline.hpp"
#include "gateway/ledger/sqlite_directory.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/metrics/prometheus_meter.hpp"
#include "gateway/pipeline/dispatcher.hpp"
#include "gateway/pipeline/intake.hpp"
#include "gateway/pipeline/planner.hpp"
#include "gateway/served_api.hpp"
#include "gateway/service/service_notifier.hpp"
#include "gateway/version.hpp"
#include "queue/redis_inbox.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;

namespace loa {

class app::body {
public:
    body(settings how, logger& log)
        : settings_{std::move(how)},
          log_{log},
          ledger_{make_sqlite_ledger(loop_, settings_.store, log_, meter_)},
          directory_{make_sqlite_directory(loop_, settings_.store, log_)},
          inbox_{make_redis_inbox(loop_, settings_.redis, log_, [this](bool connected) { board_.put_inbox(connected, wall_now()); })},
          quit_{loop_.get_executor()},
          quiet_{settings_.quiet_hours},
          finisher_{loop_, *ledger_, log_, longest_delay(settings_)}
    {
        board_.put_inbox(false, wall_now());
        if (settings_.enetviet)
            add(make_enetviet_channel(loop_, *settings_.enetviet, log_), settings_.enetviet_dispatch);
        if (settings_.email)
            add(make_email_channel(loop_, email_with_links(), log_), settings_.email_dispatch);
        planner_.emplace(loop_, *ledger_, *directory_, capped_, quiet_, log_, [this] { wake_dispatchers(); }, settings_.canary);
        intake_.emplace(
            loop_, *inbox_, *ledger_, *directory_, pointers(), log_, settings_.bulletins, [this] { planner_->wake(); }, meter_,
            [this](const bulletin& what) { return why_approval(what, settings_.approval, quiet_, wall_now()); }
        );
        if (settings_.http)
            api_.emplace(settings_, log_, surroundings());
    }

    int serve()
    {
        asio::signal_set signals{loop_, SIGTERM, SIGINT};
        signals.async_wait([&](boost::system::error_code error, int number) { on_signal(signals, error, number); });
        asio::signal_set reloads{loop_, SIGHUP};
        reloads.async_wait([&](boost::system::error_code error, int) { on_reload(reloads, error); });
        asio::co_spawn(loop_, live(), [&](std::exception_ptr error) {
            signals.cancel();
            reloads.cancel();
            // All that was started has ended; what is left are timers that tidy up, such as those of idle connections: half a minute.
            loop_.stop();
            if (error)
                std::rethrow_exception(error);
        });
        loop_.run();
        return failed_ ? EXIT_FAILURE : EXIT_SUCCESS;
    }

private:
    static wall_time wall_now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

    /// Nothing is put off for longer: not a retry, not a parked delivery, not what is for tomorrow.
    static std::chrono::milliseconds longest_delay(const settings& how)
    {
        const std::chrono::milliseconds a_day = std::chrono::days{1};
        return std::max({how.email_dispatch.retry.longest_delay, how.enetviet_dispatch.retry.longest_delay, a_day}) + std::chrono::hours{2};
    }

    void add(std::unique_ptr<channel> to, const dispatcher_params& params)
    {
        channels_.push_back(std::move(to));
        meter_.expect(channels_.back()->name());
        dispatcher_events events;
        events.batch_ended = [this] { finisher_.wake(); };
        events.failed = [this](const char* why) { fail(why); };
        dispatchers_.push_back(std::make_unique<dispatcher>(
            loop_, *channels_.back(), *ledger_, *directory_, log_, params, quiet_, std::move(events),
            dispatcher_links{&board_, &refusals_, &meter_}
        ));
        capped_.push_back({channels_.back().get(), params.daily_cap});
    }

    /// The link to stop mail leads to the API's page, if it can be reached from outside.
    email_params email_with_links() const
    {
        auto out = *settings_.email;
        if (settings_.http && !settings_.api.public_url.empty()) {
            out.unsubscribe_url = settings_.api.public_url + "/u/";
            out.tokens = tokens_;
        }
        return out;
    }

    /// What the API sees of us. Its threads hand over to the loop what they want done.
    api_surroundings surroundings()
    {
        return {
            .board = board_,
            .meter = meter_,
            .refusals = refusals_,
            .tokens = tokens_,
            .secret = ledger_->secret(),
            .make_channels = [this](asio::io_context& loop) {
                std::vector<std::unique_ptr<channel>> out;
                if (settings_.enetviet)
                    out.push_back(make_enetviet_channel(loop, *settings_.enetviet, log_));
                if (settings_.email)
                    out.push_back(make_email_channel(loop, email_with_links(), log_));
                return out;
            },
            .wake = [this] {
                asio::post(loop_, [this] {
                    planner_->wake();
                    wake_dispatchers();
                });
            },
            .is_alive = [this] { return std::chrono::steady_clock::now() - last_turn_.load() < turn_limit; },
            .failed = [this](const char* why) { asio::post(loop_, [this, reason = std::string{why}] { fail(reason.c_str()); }); },
        };
    }

    std::vector<channel*> pointers() const
    {
        std::vector<channel*> out;
        for (const auto& each : channels_)
            out.push_back(each.get());
        return out;
    }

    void wake_dispatchers()
    {
        for (const auto& each : dispatchers_)
            each->wake();
        finisher_.wake();
    }

    void on_signal(asio::signal_set& signals, boost::system::error_code error, int number)
    {
        if (error)
            return;
        if (std::exchange(quitting_, true))
            std::_Exit(128 + number);
        log_.info("told to stop: finishing what is in flight", {{"signal", number}});
        quit_.notify();
        signals.async_wait([this, &signals](boost::system::error_code e, int n) { on_signal(signals, e, n); });
    }

    void on_reload(asio::signal_set& reloads, boost::system::error_code error)
    {
        if (error)
            return;
        if (api_)
            api_->reload_certificate();
        reloads.async_wait([this, &reloads](boost::system::error_code e, int) { on_reload(reloads, e); });
    }

    task<> live()
    {
        const auto unanswered = co_await ledger_->recover();
        if (!unanswered)
            throw std::runtime_error{"the ledger cannot be written: " + unanswered.error().message()};
        if (*unanswered != 0)
            log_.warn("deliveries were in flight when the gateway last stopped: their result is unknown", {{"deliveries", *unanswered}});

        co_await warn_of_orphans();

        task_group inward{loop_.get_executor()}, outward{loop_.get_executor()};
        for (const auto& each : dispatchers_)
            outward.spawn(guarded(each->run()));
        inward.spawn(guarded(finisher_.run()));
        inward.spawn(guarded(planner_->run()));
        inward.spawn(guarded(intake_->run()));
        inward.spawn(guarded(watch_turns()));
        if (api_)
            api_->start();
        notifier_.ready("sending");
        log_.info("gateway started", {{"instance", settings_.instance}, {"channels", static_cast<std::int64_t>(channels_.size())}});

        co_await quit_.wait_until(time_point::max());

        notifier_.stopping("finishing what is in flight");
        if (api_)
            api_->stop();
        inward.cancel();
        co_await inward.join();
        for (const auto& each : dispatchers_)
            each->stop();
        auto drained = drain(outward);
        const auto in_time = co_await with_deadline(std::move(drained), std::chrono::steady_clock::now() + settings_.drain_limit);
        if (!in_time)
            log_.warn("not all that was in flight ended in time: the rest is looked up at the next start", {{"limit_s", settings_.drain_limit.count()}});
        co_await finisher_.look();
        log_.info("gateway stopped");
    }

    /// What is open on a channel that is not in the settings any more waits, and nobody would notice.
    task<> warn_of_orphans()
    {
        const auto open = co_await ledger_->open_batches();
        if (!open)
            co_return;
        for (const auto& [name, batches] : *open)
            if (std::none_of(channels_.begin(), channels_.end(), [&](const auto& each) { return each->name() == name; }))
                log_.warn(
                    "a channel is not in the settings any more and has something to send: it waits until the channel is back",
                    {{"channel", name}, {"batches", batches}}
                );
    }

    static task<result<int>> drain(task_group& group)
    {
        co_await group.join();
        co_return 0;
    }

    /// A coroutine that ends by an exception is a bug or a broken machine: better a clean stop and a restart than half a gateway.
    task<> guarded(task<> what)
    {
        try {
            co_await std::move(what);
        } catch (const boost::system::system_error& e) {
            if (e.code() == asio::error::operation_aborted)
                throw;
            fail(e.what());
        } catch (const std::exception& e) {
            fail(e.what());
        }
    }

    void fail(const char* why)
    {
        log_.error("gateway stops because of an unexpected failure", {{"reason", why}});
        failed_ = true;
        quit_.notify();
    }

    /// The watchdog is fed as long as every dispatcher goes round, and as long the API says that we are alive: they do so at least every
    /// poll, whatever the remote sides do.
    task<> watch_turns()
    {
        const auto limit = notifier_.watchdog_limit();
        const std::chrono::microseconds allowed = limit.value_or(turn_limit);
        const std::chrono::microseconds between = std::min<std::chrono::microseconds>(allowed / 3, std::chrono::seconds{1});
        timer pause{loop_};
        for (;;) {
            const auto now = std::chrono::steady_clock::now();
            bool moving = true;
            for (const auto& each : dispatchers_)
                moving = moving && each->last_turn() > now - allowed;
            if (moving) {
                last_turn_ = now;
                if (limit)
                    notifier_.feed();
            }
            pause.expires_after(between);
            co_await pause.async_wait(use_task);
        }
    }

    /// Longer than any turn of a loop that works.
    static constexpr std::chrono::seconds turn_limit{30};

    const settings settings_;
    logger& log_;
    service_notifier notifier_;
    asio::io_context loop_{1};  // one thread sends; the stores have threads of their own
    prometheus_meter meter_{version, commit};
    channel_board board_;
    fresh_refusals refusals_;
    std::unique_ptr<ledger> ledger_;
    const refusal_tokens tokens_{ledger_->secret()};
    std::unique_ptr<directory> directory_;
    std::unique_ptr<inbox> inbox_;
    wake_up quit_;
    const quiet_hours quiet_;
    finisher finisher_;
    std::vector<planned_channel> capped_;
    std::vector<std::unique_ptr<channel>> channels_;
    std::vector<std::unique_ptr<dispatcher>> dispatchers_;
    std::optional<planner> planner_;
    std::optional<intake> intake_;
    std::atomic<time_point> last_turn_{std::chrono::steady_clock::now()};  ///< of all dispatchers
    std::optional<served_api> api_;
    bool quitting_ = false;
    bool failed_ = false;
};

app::app(settings how, logger& log) : body_{std::make_unique<body>(std::move(how), log)} {}

app::~app() = default;

int app::serve()
{
    return body_->serve();
}

}  // namespace loa
