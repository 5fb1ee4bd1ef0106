#include "gateway/core/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace asio = boost::asio;

namespace loa {

void task_group::spawn(task<> what)
{
    const auto place = running_.emplace(running_.end());
    auto ended = [this, place](std::exception_ptr error) {
        // The task's own frames may still look at its signal: let them unwind first.
        asio::post(on_, [this, place] {
            running_.erase(place);
            changed_.notify();
        });
        if (error && !error_) {
            try {
                std::rethrow_exception(error);
            } catch (const boost::system::system_error& e) {
                if (e.code() != asio::error::operation_aborted)
                    error_ = error;
            } catch (...) {
                error_ = error;
            }
        }
    };
    asio::co_spawn(on_, std::move(what), asio::bind_cancellation_slot(place->slot(), std::move(ended)));
}

void task_group::cancel()
{
    // A task may end (and leave the list) while it is told to.
    for (auto next = running_.begin(); next != running_.end();) {
        auto& signal = *next++;
        signal.emit(asio::cancellation_type::terminal);
    }
}

task<> task_group::join()
{
    co_await asio::this_coro::throw_if_cancelled(false);
    bool cancelled = false;
    while (!running_.empty()) {
        const auto state = co_await asio::this_coro::cancellation_state;
        if (!cancelled && state.cancelled() != asio::cancellation_type::none) {
            cancelled = true;
            cancel();
            // From here on this wait is not to be disturbed again.
            co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        }
        try {
            co_await changed_.wait_until(time_point::max());
        } catch (const boost::system::system_error&) {  // cancelled: seen above
        }
    }
    co_await asio::this_coro::throw_if_cancelled(true);
    if (cancelled)
        throw boost::system::system_error{asio::error::operation_aborted};
    if (error_)
        std::rethrow_exception(std::exchange(error_, nullptr));
}

}  // namespace loa
