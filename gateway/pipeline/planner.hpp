#pragma once
/// \file
/// Freezes the audience of what waits, and watches for what is finished.

#include "gateway/core/channel.hpp"
#include "gateway/core/directory.hpp"
#include "gateway/core/ledger.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/plan.hpp"
#include "gateway/core/quiet_hours.hpp"
#include "gateway/core/wake_up.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <vector>

namespace loa {

/// A channel and how many broadcasts a person gets on it in one day; 0: no cap.
struct planned_channel {
    channel* to;
    unsigned daily_cap = 0;
};

class planner {
public:
    /// \param planned  called after an audience was frozen: there is something to send
    /// All references must outlive the planner.
    planner(
        boost::asio::io_context& loop, ledger& book, directory& people, std::vector<planned_channel> channels, const quiet_hours& quiet,
        logger& log, std::function<void()> planned, canary_params canary = {}
    );

    /// Runs until cancelled. Never gives up: trouble is logged once and tried again.
    task<> run();

    void wake() { nudge_.notify(); }

private:
    task<bool> plan_waiting();
    task<bool> plan(waiting_broadcast what);
    task<result<channel_plan>> plan_channel(const bulletin& what, planned_channel channel, wall_time now);
    task<result<number_set>> first_ones(urgency how, const audience_members& who);

    ledger& ledger_;
    directory& directory_;
    std::vector<planned_channel> channels_;
    const quiet_hours& quiet_;
    logger& log_;
    std::function<void()> planned_;
    canary_params canary_;
    wake_up nudge_;
    bool trouble_ = false;
};

/// Closes broadcasts in which nothing is open any more, and now and then looks for batches that everybody has forgotten.
class finisher {
public:
    /// \param longest_delay  no batch is ever put off for longer
    finisher(boost::asio::io_context& loop, ledger& book, logger& log, std::chrono::milliseconds longest_delay);

    /// Runs until cancelled.
    task<> run();

    /// A batch has ended.
    void wake() { nudge_.notify(); }

    /// One look.
    task<> look();

private:
    ledger& ledger_;
    logger& log_;
    std::chrono::milliseconds longest_delay_;
    time_point swept_{};
    wake_up nudge_;
};

}  // namespace loa
