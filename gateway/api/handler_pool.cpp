#include "gateway/api/handler_pool.hpp"

#include "gateway/core/with_deadline.hpp"

#include <boost/asio/post.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace loa {
namespace {

/// Shared by the coroutine that waits and the thread that works: either may be gone first.
struct job {
    job(const executor& on, handler_pool::work of) : what{std::move(of)}, ready{on, time_point::max()} {}

    const handler_pool::work what;
    timer ready;                           ///< of the loop: cancelled when the work is done
    bool is_done = false;                  ///< on the loop only
    std::atomic<bool> is_dropped = false;  ///< nobody waits any more
};

/// Tells the thread that nobody waits any more, whichever way the coroutine ends.
class waiting_for {
public:
    explicit waiting_for(std::shared_ptr<job> what) : what_{std::move(what)} {}
    ~waiting_for() { what_->is_dropped = true; }
    waiting_for(const waiting_for&) = delete;
    waiting_for& operator=(const waiting_for&) = delete;

private:
    std::shared_ptr<job> what_;
};

}  // namespace

class handler_pool::body {
public:
    body(
        boost::asio::io_context& loop,
        std::size_t threads,
        std::size_t waiting,
        std::function<std::unique_ptr<desk>()> open_desk
    )
        : loop_{loop}, most_{waiting}
    {
        for (std::size_t i = 0; i != threads; ++i)
            threads_.emplace_back([this, open_desk] { serve(open_desk); });
    }

    ~body()
    {
        {
            const std::lock_guard hold{mutex_};
            is_over_ = true;
            queue_.clear();
        }
        some_.notify_all();
        for (auto& each : threads_) each.join();
    }

    task<bool> run(work what)
    {
        const auto one = std::make_shared<job>(loop_.get_executor(), std::move(what));
        const waiting_for until_here{one};
        {
            const std::lock_guard hold{mutex_};
            if (queue_.size() >= most_)
                co_return false;
            queue_.push_back(one);
        }
        some_.notify_one();
        while (!one->is_done) {
            co_await one->ready.async_wait(as_result);
            const auto state = co_await boost::asio::this_coro::cancellation_state;
            if (state.cancelled() != boost::asio::cancellation_type::none)
                throw boost::system::system_error{boost::asio::error::operation_aborted};
        }
        co_return true;
    }

    thread_load load() const
    {
        const std::lock_guard hold{mutex_};
        return {threads_.size(), busy_, queue_.size(), most_};
    }

private:
    void serve(const std::function<std::unique_ptr<desk>()>& open_desk)
    {
        thread_desk at{open_desk};
        for (;;) {
            std::shared_ptr<job> one;
            {
                std::unique_lock hold{mutex_};
                some_.wait(hold, [this] { return is_over_ || !queue_.empty(); });
                if (is_over_)
                    return;
                one = std::move(queue_.front());
                queue_.pop_front();
                if (one->is_dropped)
                    continue;
                ++busy_;
            }
            one->what(at);
            {
                const std::lock_guard hold{mutex_};
                --busy_;
            }
            boost::asio::post(loop_, [one = std::move(one)] {
                one->is_done = true;
                one->ready.cancel();
            });
        }
    }

    boost::asio::io_context& loop_;
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::condition_variable some_;
    std::deque<std::shared_ptr<job>> queue_;
    std::size_t busy_ = 0;
    bool is_over_ = false;
    std::vector<std::thread> threads_;
};

handler_pool::handler_pool(
    boost::asio::io_context& loop,
    std::size_t threads,
    std::size_t waiting,
    std::function<std::unique_ptr<desk>()> open_desk
)
    : body_{std::make_unique<body>(loop, threads, waiting, std::move(open_desk))}
{
}

handler_pool::~handler_pool() = default;

task<bool> handler_pool::run(work what)
{
    return body_->run(std::move(what));
}

thread_load handler_pool::load() const
{
    return body_->load();
}

}  // namespace loa
