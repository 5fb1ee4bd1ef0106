#pragma once
/// \file
/// Sends what is due on one channel.

#include "gateway/core/channel.hpp"
#include "gateway/core/directory.hpp"
#include "gateway/core/ledger.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/quiet_hours.hpp"
#include "gateway/pipeline/dispatcher_params.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>

namespace loa {

struct dispatcher_events {
    std::function<void()> batch_ended;             ///< a batch was given back
    std::function<void(const char* why)> failed;  ///< a batch ended in a way that must not be: the gateway should stop and start anew
};

/// Claims batches by urgency and due time, marks deliveries in flight, sends with bounded concurrency, records outcomes, gives batches
/// back for their next attempt. Everything it holds in memory can be thrown away at any moment: the ledger knows the rest.
class dispatcher {
public:
    /// All references must outlive the dispatcher.
    dispatcher(
        boost::asio::io_context& loop, channel& to, ledger& book, directory& people, logger& log, dispatcher_params params,
        const quiet_hours& quiet, dispatcher_events events, dispatcher_links links = {}
    );
    ~dispatcher();
    dispatcher(const dispatcher&) = delete;
    dispatcher& operator=(const dispatcher&) = delete;

    /// Runs until stop() was called and everything under way has ended and is recorded. Cancelling it abandons what is under way: those
    /// deliveries stay in flight in the ledger, as after a crash.
    task<> run();

    /// There may be something to claim.
    void wake();

    /// No attempt starts after this returns.
    void stop();

    /// When the loop last went round: for the watchdog.
    time_point last_turn() const noexcept;

private:
    class work;
    std::unique_ptr<work> work_;
};

}  // namespace loa
