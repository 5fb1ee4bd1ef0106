#pragma once
/// \file
/// Freezes the audience of what waits, and watches for what is finished.

#include "gateway/core/channel.hpp"
#include "gateway/core/directory.hpp"
#include "gateway/core/ledger.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/pipeline/wake_up.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <vector>

namespace loa {

class planner {
public:
    /// \param planned  called after an audience was frozen: there is something to send
    /// All references must outlive the planner.
    planner(boost::asio::io_context& loop, ledger& book, directory& people, std::vector<channel*> channels, logger& log, std::function<void()> planned);

    /// Runs until cancelled. Never gives up: trouble is logged once and tried again.
    task<> run();

    void wake() { nudge_.notify(); }

private:
    task<bool> plan_waiting();
    task<bool> plan(waiting_broadcast what);

    ledger& ledger_;
    directory& directory_;
    std::vector<channel*> channels_;
    logger& log_;
    std::function<void()> planned_;
    wake_up nudge_;
    bool trouble_ = false;
};

/// Closes broadcasts in which nothing is open any more.
class finisher {
public:
    finisher(boost::asio::io_context& loop, ledger& book, logger& log);

    /// Runs until cancelled.
    task<> run();

    /// A batch has ended.
    void wake() { nudge_.notify(); }

    /// One look.
    task<> look();

private:
    ledger& ledger_;
    logger& log_;
    wake_up nudge_;
};

}  // namespace loa
