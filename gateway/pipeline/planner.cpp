#include "gateway/pipeline/planner.hpp"

#include "gateway/core/plan.hpp"

#include <algorithm>
#include <utility>

namespace loa {
namespace {

// Something may be released by hand at any time, in another process.
constexpr std::chrono::milliseconds look_again{500};
// Scans are cheap but not free, and batches end by the hundred.
constexpr std::chrono::milliseconds finish_at_most_every{200};
constexpr std::chrono::seconds finish_at_least_every{2};

}  // namespace

planner::planner(
    boost::asio::io_context& loop, ledger& book, directory& people, std::vector<channel*> channels, logger& log,
    std::function<void()> planned
)
    : ledger_{book},
      directory_{people},
      channels_{std::move(channels)},
      log_{log},
      planned_{std::move(planned)},
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
    for (const auto& name : what.channels) {
        const auto at = std::find_if(channels_.begin(), channels_.end(), [&](const channel* c) { return c->name() == name; });
        if (at == channels_.end()) {
            log_.warn("a broadcast names a channel that is not configured any more: it is left out", {{"broadcast", what.id}, {"channel", name}});
            continue;
        }
        const auto by = (*at)->contact();
        auto audience = what.what.audience;
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto members = co_await directory_.members(std::move(audience), by, now);
        if (!members) {
            if (!std::exchange(trouble_, true))
                log_.error("cannot evaluate an audience: trying again", {{"broadcast", what.id}, {"reason", members.error().message()}});
            co_return false;
        }
        out.channels.push_back(cut_into_batches(*members, name, by));
    }

    std::vector<log_field> facts{{"broadcast", what.id}, {"urgency", to_string(what.what.urgency)}};
    for (const auto& each : out.channels)
        facts.emplace_back("destinations", each.channel + ' ' + std::to_string(each.destinations));
    const auto stored = co_await ledger_.store_plan(std::move(out));
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

finisher::finisher(boost::asio::io_context& loop, ledger& book, logger& log) : ledger_{book}, log_{log}, nudge_{loop.get_executor()} {}

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
}

}  // namespace loa
