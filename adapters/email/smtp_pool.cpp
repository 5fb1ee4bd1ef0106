#include "adapters/email/smtp_pool.hpp"

#include <algorithm>

namespace loa {

// Lives in the coroutine that waits, and takes care that a place given to it in the moment of its
// cancellation is not lost.
struct smtp_pool::waiter {
    waiter(smtp_pool& of, time_point deadline) : pool{of}, granted{of.on_, deadline}
    {
        pool.waiting_.push_back(this);
    }
    ~waiter()
    {
        if (has_slot)
            pool.release();
        else
            pool.waiting_.remove(this);
    }
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;

    smtp_pool& pool;
    timer granted;
    bool has_slot = false;
};

smtp_pool::smtp_pool(const executor& on, smtp_relay& relay, std::size_t connections)
    : on_{on}, relay_{relay}, free_{std::max<std::size_t>(connections, 1)}, sweep_{on}
{
}

task<std::optional<smtp_pool::slot>> smtp_pool::acquire(time_point deadline)
{
    std::optional<slot> mine;
    if (free_ != 0) {
        --free_;
        mine.emplace(*this);
        co_return mine;
    }
    waiter me{*this, deadline};
    co_await me.granted.async_wait(as_result);
    const auto state = co_await boost::asio::this_coro::cancellation_state;
    if (state.cancelled() != boost::asio::cancellation_type::none)
        throw boost::system::system_error{boost::asio::error::operation_aborted};
    if (std::exchange(me.has_slot, false))
        mine.emplace(*this);
    else
        co_return mine;
    co_return mine;
}

void smtp_pool::release() noexcept
{
    if (waiting_.empty()) {
        ++free_;
        return;
    }
    auto* next = waiting_.front();
    waiting_.pop_front();
    next->has_slot = true;
    next->granted.cancel();
}

smtp_pool::taken smtp_pool::take()
{
    taken out;
    while (!idle_.empty()) {
        out.connection = std::move(idle_.back().connection);
        idle_.pop_back();
        if (out.connection->quiet()) {
            out.open = true;
            return out;
        }
    }
    out.connection = make_connection();
    return out;
}

void smtp_pool::put_back(std::unique_ptr<smtp_connection> idle)
{
    idle_.push_back({std::move(idle), std::chrono::steady_clock::now()});
    if (!sweeping_)
        watch_idle();
}

void smtp_pool::clear() noexcept
{
    idle_.clear();
    sweep_.cancel();
}

void smtp_pool::watch_idle()
{
    sweeping_ = true;
    sweep_.expires_at(idle_.front().since + idle_limit);
    sweep_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        if (const auto self = weak.lock(); self && !error)
            self->close_idle();
    });
}

void smtp_pool::close_idle()
{
    const auto old = std::chrono::steady_clock::now() - idle_limit;
    std::erase_if(idle_, [old](const idle_connection& each) { return each.since <= old; });
    sweeping_ = false;
    if (!idle_.empty())
        watch_idle();
}

}  // namespace loa
