#include "gateway/pipeline/dispatcher.hpp"

#include "gateway/core/channel_board.hpp"
#include "gateway/core/task_group.hpp"
#include "gateway/pipeline/batch_run.hpp"

#include <algorithm>
#include <utility>

namespace loa {

class dispatcher::work {
public:
    work(
        boost::asio::io_context& loop, channel& to, ledger& book, directory& people, logger& log, dispatcher_params params,
        const quiet_hours& quiet, dispatcher_events events, dispatcher_links links
    )
        : desk_{loop.get_executor(),
                to,
                book,
                people,
                log,
                params,
                quiet,
                channel_gate{params.gate},
                send_rate{params.rate, std::chrono::steady_clock::now()},
                {loop.get_executor(), params.calls},
                {loop.get_executor(), 1},
                {to, book},
                std::minstd_rand{std::random_device{}()},
                links,
                [this] { nudge_.notify(); }},
          nudge_{loop.get_executor()},
          runs_{loop.get_executor()},
          events_{std::move(events)}
    {
    }

    task<> run()
    {
        std::exception_ptr error;
        try {
            while (!desk_.stopping)
                co_await turn();
        } catch (...) {
            error = std::current_exception();
        }
        if (error)
            runs_.cancel();
        // Whatever has happened: what was started here ends before this does. (A cancelled coroutine could not even begin to wait.)
        co_await boost::asio::this_coro::throw_if_cancelled(false);
        co_await runs_.join();
        if (error)
            std::rethrow_exception(error);
    }

    void wake() { nudge_.notify(); }

    void stop()
    {
        desk_.stopping = true;
        nudge_.notify();
    }

    time_point last_turn() const noexcept { return last_turn_; }

private:
    /// Claims what there is room for, or waits for a reason to look again.
    task<> turn()
    {
        const auto now = last_turn_ = std::chrono::steady_clock::now();
        show(now);
        const auto passage = desk_.gate.ask(now);
        // A probe needs one batch, not a queue of them.
        auto room = passage == channel_gate::passage::open ? desk_.params.batches : passage == channel_gate::passage::probe ? 1 : 0;
        auto what = what_may_go();
        if (passage == channel_gate::passage::open && runs_.size() >= room) {
            // What is urgent does not wait until one of those that fill the room has ended.
            room += desk_.params.batches;
            if (what == sendable::all)
                what = sendable::overtaking;
        }
        if (runs_.size() >= room) {
            auto until = now + desk_.params.poll;
            if (passage == channel_gate::passage::closed && desk_.gate.closed_until() > now)
                until = std::min(until, desk_.gate.closed_until());
            if (runs_.size() == 0)
                co_await look_for_due();
            co_await nudge_.wait_until(until);
            co_return;
        }

        auto claimed = co_await desk_.book.claim(name_, room - runs_.size(), desk_.params.lease, what);
        if (!claimed) {
            if (!std::exchange(outage_, true))
                desk_.log.error("the ledger cannot be asked for work: trying again", {{"channel", desk_.to.name()}, {"reason", claimed.error().message()}});
            co_await nudge_.wait_for(desk_.params.poll);
            co_return;
        }
        if (std::exchange(outage_, false))
            desk_.log.info("the ledger answers again", {{"channel", desk_.to.name()}});
        set_due(!claimed->empty() || runs_.size() != 0);
        if (claimed->empty()) {
            co_await nudge_.wait_for(co_await idle_time(what));
            co_return;
        }
        for (auto& each : *claimed)
            runs_.spawn(carry_out(std::move(each)));
    }

    /// Nothing is claimed while the gate is closed, and yet people wait.
    task<> look_for_due()
    {
        const auto due = co_await desk_.book.next_due(name_, what_may_go());
        set_due(due && *due && **due <= std::chrono::milliseconds{0});
    }

    void set_due(bool is_due)
    {
        if (!is_due)
            due_since_.reset();
        else if (!due_since_)
            due_since_ = std::chrono::steady_clock::now();
    }

    /// How the channel is doing, for those who watch.
    void show(time_point now)
    {
        if (!desk_.links.board)
            return;
        const auto here = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto on_the_wall = [&](time_point when) {
            return here + std::chrono::duration_cast<std::chrono::milliseconds>(when - now);
        };
        channel_health out;
        out.channel = name_;
        const auto passage = desk_.gate.ask(now);
        if (desk_.gate.is_probing() || passage == channel_gate::passage::probe)
            out.gate = gate_state::probing;
        else if (passage == channel_gate::passage::closed)
            out.gate = gate_state::closed;
        if (out.gate == gate_state::open)
            closed_since_.reset();
        else {
            if (!closed_since_)
                closed_since_ = here;
            out.why = desk_.gate.why();
            if (desk_.gate.closed_until() > now)
                out.closed_until = on_the_wall(desk_.gate.closed_until());
        }
        out.closed_since = closed_since_;
        out.rate = desk_.rate.rate();
        out.quota = static_cast<double>(desk_.params.rate.quota);
        out.retry_budget = desk_.rate.retry_budget();
        out.most_calls = desk_.params.calls;
        out.calls = desk_.params.calls - desk_.slots.free();
        out.batches = runs_.size();
        out.last_accepted = desk_.last_accepted;
        if (due_since_)
            out.stalled_since = on_the_wall(std::max(*due_since_, desk_.progress));
        desk_.links.board->put(std::move(out));
    }

    sendable what_may_go() const
    {
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        return desk_.quiet.is_quiet(now) ? sendable::urgent : sendable::all;
    }

    /// Until the next batch is due, but never longer than the poll.
    task<std::chrono::milliseconds> idle_time(sendable what)
    {
        const auto due = co_await desk_.book.next_due(name_, what);
        auto wait = desk_.params.poll;
        if (due && *due)
            wait = std::clamp(**due, std::chrono::milliseconds{1}, wait);
        co_return wait;
    }

    task<> carry_out(claimed_batch claimed)
    {
        try {
            batch_run one{desk_, std::move(claimed)};
            co_await one.run();
        } catch (const boost::system::system_error& e) {
            if (e.code() == boost::asio::error::operation_aborted)
                throw;
            events_.failed(e.what());
        } catch (const std::exception& e) {
            events_.failed(e.what());
        }
        events_.batch_ended();
        nudge_.notify();
    }

    channel_desk desk_;
    const std::string name_{desk_.to.name()};
    wake_up nudge_;
    task_group runs_;
    dispatcher_events events_;
    time_point last_turn_ = std::chrono::steady_clock::now();
    std::optional<time_point> due_since_;
    std::optional<wall_time> closed_since_;
    bool outage_ = false;
};

dispatcher::dispatcher(
    boost::asio::io_context& loop, channel& to, ledger& book, directory& people, logger& log, dispatcher_params params,
    const quiet_hours& quiet, dispatcher_events events, dispatcher_links links
)
    : work_{std::make_unique<work>(loop, to, book, people, log, std::move(params), quiet, std::move(events), links)}
{
}

dispatcher::~dispatcher() = default;

task<> dispatcher::run()
{
    return work_->run();
}

void dispatcher::wake()
{
    work_->wake();
}

void dispatcher::stop()
{
    work_->stop();
}

time_point dispatcher::last_turn() const noexcept
{
    return work_->last_turn();
}

}  // namespace loa
