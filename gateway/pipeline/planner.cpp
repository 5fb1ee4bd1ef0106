#include "gateway/pipeline/planner.hpp"

#include "gateway/core/plan.hpp"

#include <algorithm>
#include <utility>

namespace loa {
namespace {

// Something may be released by hand at any time, in another process, and the time of what is scheduled comes.
constexpr std::chrono::milliseconds look_again{500};
// Scans are cheap but not free, and batches end by the hundred.
constexpr std::chrono::milliseconds finish_at_most_every{200};
constexpr std::chrono::seconds finish_at_least_every{2};
constexpr std::chrono::seconds sweep_every{60};

}  // namespace

planner::planner(
    boost::asio::io_context& loop, ledger& book, directory& people, std::vector<planned_channel> channels, const quiet_hours& quiet,
    logger& log, std::function<void()> planned, canary_params canary
)
    : ledger_{book},
      directory_{people},
      channels_{std::move(channels)},
      quiet_{quiet},
      log_{log},
      planned_{std::move(planned)},
      canary_{std::move(canary)},
      nudge_{loop.get_executor()}
{
}

task<> planner::run()
{
    for (;;) {
        const bool all_planned = co_await plan_waiting();
        if (all_planned)
            trouble_ = false;
        co_await nudge_.wait_for(look_again);
    }
}

task<bool> planner::plan_waiting()
{
    auto waiting = co_await ledger_.waiting();
    if (!waiting) {
        if (!std::exchange(trouble_, true))
            log_.error("cannot ask the ledger for what waits: trying again", {{"reason", waiting.error().message()}});
        co_return false;
    }
    for (auto& each : *waiting) {
        const bool planned = co_await plan(std::move(each));
        if (!planned)
            co_return false;
    }
    co_return true;
}

task<bool> planner::plan(waiting_broadcast what)
{
    const auto started = std::chrono::steady_clock::now();
    broadcast_plan out;
    out.broadcast = what.id;
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    for (const auto& name : what.channels) {
        const auto at = std::find_if(channels_.begin(), channels_.end(), [&](const planned_channel& c) { return c.to->name() == name; });
        if (at == channels_.end()) {
            log_.warn("a broadcast names a channel that is not configured any more: it is left out", {{"broadcast", what.id}, {"channel", name}});
            continue;
        }
        auto planned = co_await plan_channel(what.what, *at, now);
        if (!planned) {
            if (!std::exchange(trouble_, true))
                log_.error("cannot evaluate an audience: trying again", {{"broadcast", what.id}, {"reason", planned.error().message()}});
            co_return false;
        }
        out.channels.push_back(*std::move(planned));
    }
    if (what.what.urgency == urgency::urgent && quiet_.is_quiet(now))
        log_.warn("an urgent broadcast goes out in quiet hours", {{"broadcast", what.id}, {"approved_by", what.what.approved_by}});

    const auto until_tomorrow = quiet_.start_of_day(now) + std::chrono::days{1} - now;
    std::vector<log_field> facts{{"broadcast", what.id}, {"urgency", to_string(what.what.urgency)}};
    for (const auto& each : out.channels)
        facts.emplace_back("destinations", each.channel + ' ' + std::to_string(each.destinations));
    const auto stored = co_await ledger_.store_plan(std::move(out), until_tomorrow);
    if (!stored) {
        if (!std::exchange(trouble_, true))
            log_.error("cannot store a frozen audience: trying again", {{"broadcast", what.id}, {"reason", stored.error().message()}});
        co_return false;
    }
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
    facts.emplace_back("took_ms", took.count());
    log_.write(log_level::info, "audience frozen", facts);
    planned_();
    co_return true;
}

/// Evaluates the audience for one channel; who has had enough on it today gets it tomorrow.
task<result<channel_plan>> planner::plan_channel(const bulletin& what, planned_channel channel, wall_time now)
{
    const auto by = channel.to->contact();
    const std::string name{channel.to->name()};
    auto audience = what.audience;
    const auto members = co_await directory_.members(std::move(audience), by, now);
    if (!members)
        co_return members.error();

    number_set had_enough;
    if (channel.daily_cap != 0 && what.urgency != urgency::urgent) {
        auto reached = co_await ledger_.reached_since(name, quiet_.start_of_day(now), channel.daily_cap);
        if (!reached)
            co_return reached.error();
        had_enough = *std::move(reached);
    }
    const auto first = co_await first_ones(what.urgency, *members);
    if (!first)
        co_return first.error();
    auto plan = cut_into_batches(*members, name, by, had_enough, *first);
    if (!first->empty())
        plan.canary = canary_.rule;
    co_return plan;
}

/// Who goes first; what is urgent does not wait for a canary.
task<result<number_set>> planner::first_ones(urgency how, const audience_members& who)
{
    if (!canary_.enabled || how == urgency::urgent)
        co_return number_set{};
    auto references = canary_.seeds;
    auto seeds = co_await directory_.people(std::move(references));
    if (!seeds)
        co_return seeds.error();
    co_return pick_canary(who, canary_, *seeds);
}

finisher::finisher(boost::asio::io_context& loop, ledger& book, logger& log, std::chrono::milliseconds longest_delay)
    : ledger_{book}, log_{log}, longest_delay_{longest_delay}, nudge_{loop.get_executor()}
{
}

task<> finisher::run()
{
    for (;;) {
        co_await nudge_.wait_for(finish_at_least_every);
        co_await look();
        timer pause{co_await boost::asio::this_coro::executor, finish_at_most_every};
        co_await pause.async_wait(use_task);
    }
}

task<> finisher::look()
{
    const auto finished = co_await ledger_.finish();
    if (!finished)
        co_return;  // the dispatchers say so, and the next look comes
    for (const auto id : *finished)
        log_.info("broadcast finished", {{"broadcast", id}});

    const auto now = std::chrono::steady_clock::now();
    if (now - swept_ < sweep_every)
        co_return;
    swept_ = now;
    const auto swept = co_await ledger_.sweep(longest_delay_);
    if (swept && *swept != 0)
        log_.warn("batches that nobody would have looked at any more are due now: did the clock jump, or was the ledger changed by hand?", {{"batches", *swept}});
}

}  // namespace loa
