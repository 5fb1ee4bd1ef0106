#pragma once
/// \file
/// Planner, dispatcher and finisher over the real ledger, with a partner whose answers the test decides.

#include "gateway/core/task_group.hpp"
#include "gateway/core/channel_board.hpp"
#include "gateway/core/fresh_refusals.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/pipeline/dispatcher.hpp"
#include "gateway/pipeline/planner.hpp"
#include "tests/support/file.hpp"
#include "tests/support/listed_directory.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/run.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/temp_folder.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loa::testing {

using namespace std::chrono_literals;

inline bulletin sample(const std::string& id, urgency how = urgency::normal, const std::string& unit = "all")
{
    auto read = parse_bulletin(read_source("tests/data/bulletins/01-plan.json"), {});
    read->id = id;
    read->urgency = how;
    read->audience = staff_of(unit);
    return *std::move(read);
}

inline sqlite_params stored_in(const std::filesystem::path& folder)
{
    sqlite_params out;
    out.folder = folder;
    return out;
}

inline quiet_hours never_quiet()
{
    quiet_hours_params out;
    out.enabled = false;
    return quiet_hours{out};
}

/// From an hour ago until in an hour.
inline quiet_hours quiet_now()
{
    const auto now = std::chrono::floor<std::chrono::minutes>(std::chrono::system_clock::now());
    const auto time = now - std::chrono::floor<std::chrono::days>(now);
    const std::chrono::minutes day{24 * 60};
    return quiet_hours{{true, (time - 1h + day) % day, (time + 1h) % day, "UTC"}};
}

inline dispatcher_params quick()
{
    dispatcher_params out;
    out.retry = {20ms, 100ms, 4};
    out.gate = {20ms, 100ms, 20ms};
    out.look_up_after = 10ms;
    out.poll = 10ms;
    out.calls = 4;
    return out;
}

inline outcome ended(outcome_class what, std::string cause = "")
{
    outcome out;
    out.what = what;
    out.cause = std::move(cause);
    return out;
}

/// A gateway without an inbox. kill() is what SIGKILL is to a process: nothing more is written, the ledger is
/// opened anew.
class gateway {
public:
    explicit gateway(std::uint32_t count, dispatcher_params params = quick(), canary_params canary = {})
        : people{count}, params_{params}, canary_{std::move(canary)}
    {
        start();
    }

    ~gateway() { stop(); }

    void start()
    {
        store_.now = [this] {
            return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) +
                   clock_ahead.load();
        };
        loop_.emplace(1);
        ledger_ = make_sqlite_ledger(*loop_, store_, log);
        unknown_after_start = run(*loop_, ledger_->recover()).value();
        loop_->restart();
        finisher_.emplace(*loop_, *ledger_, log, 26h);
        dispatcher_events events;
        events.batch_ended = [this] { finisher_->wake(); };
        events.failed = [this](const char* why) { failures.emplace_back(why); };
        dispatcher_.emplace(
            *loop_, channel, *ledger_, people, log, params_, quiet, std::move(events), dispatcher_links{&board, &refused, nullptr}
        );
        std::vector<planned_channel> channels{{&channel, params_.daily_cap}};
        planner_.emplace(*loop_, *ledger_, people, channels, quiet, log, [this] { dispatcher_->wake(); }, canary_);
        inward_.emplace(loop_->get_executor());
        outward_.emplace(loop_->get_executor());
        inward_->spawn(planner_->run());
        inward_->spawn(finisher_->run());
        outward_->spawn(dispatcher_->run());
    }

    void stop()
    {
        if (!loop_)
            return;
        dispatcher_->stop();
        inward_->cancel();
        run(*loop_, inward_->join());
        run(*loop_, outward_->join());
        close();
    }

    void kill()
    {
        abandon();
        close();
    }

    /// All coroutines are cancelled and waited for.
    void abandon()
    {
        inward_->cancel();
        outward_->cancel();
        run(*loop_, inward_->join());
        run(*loop_, outward_->join());
    }

    broadcast_id send(bulletin what)
    {
        std::vector<std::string> names{std::string{channel.name()}};
        const auto answer = run(*loop_, ledger_->take_in(std::move(what), std::move(names))).value();
        planner_->wake();
        return answer.broadcast;
    }

    broadcast_status status(broadcast_id id) { return *make_ledger_desk(store_)->status(id); }

    /// Turns the loop until it holds; a failure after ten seconds, or forty while a sanitizer looks on.
    template <class Condition>
    void until(Condition holds)
    {
        constexpr auto patience = is_sanitized ? 40s : 10s;
        const auto limit = std::chrono::steady_clock::now() + patience;
        while (!holds()) {
            if (!failures.empty() && !failures_expected)
                FAIL("the gateway would have stopped: " << failures.front());
            if (std::chrono::steady_clock::now() > limit)
                FAIL("still not so after " << patience.count() << " seconds; arrived: " << channel.order.size() << tell_log());
            loop_->run_one_for(5ms);
        }
    }

    std::string tell_log() const
    {
        std::string out;
        for (const auto& line : log.lines()) out += "\n  " + line.message;
        return out;
    }

    void until_finished(broadcast_id id)
    {
        until([&] { return status(id).state == broadcast_state::finished; });
    }

    void turn_for(std::chrono::milliseconds time) { loop_->run_for(time); }

    std::unique_ptr<ledger_desk> desk() { return make_ledger_desk(store_); }

    /// Another gateway on the same ledger takes all that is due or whose lease is over; it never sends it. Returns how many batches.
    std::size_t successor_claims()
    {
        auto its = store_;
        its.instance = "successor";
        boost::asio::io_context its_loop{1};
        const auto its_ledger = make_sqlite_ledger(its_loop, its, log);
        return run(its_loop, its_ledger->claim(std::string{channel.name()}, 100, 60s, sendable::all)).value().size();
    }

    quiet_hours quiet = never_quiet();
    scripted_channel channel;
    listed_directory people;
    recorded_log log;
    channel_board board;
    fresh_refusals refused;
    std::uint64_t unknown_after_start = 0;
    std::vector<std::string> failures;  ///< why the gateway would have stopped
    bool failures_expected = false;
    std::atomic<std::chrono::hours> clock_ahead{};  ///< of the store's clock, which its thread reads

private:
    void close()
    {
        planner_.reset();
        finisher_.reset();
        dispatcher_.reset();
        inward_.reset();
        outward_.reset();
        ledger_.reset();
        loop_.reset();
    }

    temp_folder folder_;
    sqlite_params store_ = stored_in(folder_.path());
    dispatcher_params params_;
    canary_params canary_;
    std::optional<boost::asio::io_context> loop_;
    std::unique_ptr<ledger> ledger_;
    std::optional<finisher> finisher_;
    std::optional<dispatcher> dispatcher_;
    std::optional<planner> planner_;
    std::optional<task_group> inward_, outward_;
};

inline std::uint64_t count(const broadcast_status& status, delivery_state state)
{
    return status.channels.at(0).counts[state];
}

inline bool everybody_once(const gateway& g, const std::string& id, std::size_t people)
{
    std::size_t reached = 0;
    for (const auto& [what, times] : g.channel.arrived)
        if (what.starts_with(id + '/')) {
            ++reached;
            if (times != 1)
                return false;
        }
    return reached == people;
}

}  // namespace loa::testing
