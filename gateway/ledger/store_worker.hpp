#pragma once
/// \file
/// A thread with a connection of its own, and the way from a coroutine to it and back.

#include "gateway/core/error.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/with_deadline.hpp"
#include "gateway/ledger/database.hpp"

#include <boost/asio/post.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace loa {

/// Something to be done on the store's thread.
class store_job {
public:
    virtual ~store_job() = default;
    /// Called again if the transaction it was part of had to be rolled back.
    virtual void run(database& where) = 0;
    virtual void fail() noexcept = 0;
    /// Tells the coroutine that waits; nothing of the job is touched by the store's thread after that.
    virtual void complete() noexcept = 0;
};

/// Is told, on the store's thread, how a transaction of several jobs goes.
class commit_watcher {
public:
    virtual ~commit_watcher() = default;

    virtual void job_done() = 0;
    virtual void job_undone() noexcept = 0;
    /// The last that is written; the transaction is lost if it throws.
    virtual void before_commit(database& where) = 0;
    virtual void committed(std::chrono::duration<double> took, std::size_t jobs) noexcept = 0;
    virtual void lost() noexcept = 0;
};

template <class T>
class waiting_job final : public store_job, public std::enable_shared_from_this<waiting_job<T>> {
public:
    using work = std::function<result<T>(database&)>;

    waiting_job(executor where, work what)
        : where_{where}, done_{where, time_point::max()}, what_{std::move(what)}
    {
    }

    void run(database& where) override { value_.emplace(what_(where)); }
    void fail() noexcept override { value_.emplace(errc::ledger_unavailable); }
    void complete() noexcept override
    {
        boost::asio::post(where_, [self = this->shared_from_this()] {
            self->finished_ = true;
            self->done_.cancel();
        });
    }

    /// A timer that never expires is the signal: it keeps the loop alive while somebody waits, and cancelling
    /// the coroutine ends the wait while the job, which owns itself, goes on.
    static task<result<T>> wait(std::shared_ptr<waiting_job> self)
    {
        if (!self->finished_)
            co_await self->done_.async_wait(as_result);
        if (!self->finished_)
            throw boost::system::system_error{boost::asio::error::operation_aborted};
        co_return std::move(*self->value_);
    }

private:
    executor where_;
    timer done_;
    work what_;
    std::optional<result<T>> value_;
    bool finished_ = false;  ///< touched by the loop only
};

/// Runs jobs in the order given. A writer takes everything that is queued into one transaction: one fsync for
/// all of them. A job that throws is rolled back alone, and is told errc::ledger_unavailable like all others
/// when the commit itself fails. The io_context must outlive it; jobs that are queued when it goes are done
/// first.
class store_worker {
public:
    enum class mode : std::uint8_t { read, write };

    /// \param watcher  of a writer; may be null, must outlive it
    store_worker(
        boost::asio::io_context& loop,
        std::unique_ptr<database> store,
        mode how,
        logger& log,
        commit_watcher* watcher = nullptr
    );
    ~store_worker();
    store_worker(const store_worker&) = delete;
    store_worker& operator=(const store_worker&) = delete;

    template <class T>
    task<result<T>> call(std::function<result<T>(database&)> what)
    {
        auto job = std::make_shared<waiting_job<T>>(loop_.get_executor(), std::move(what));
        put(job);
        return waiting_job<T>::wait(std::move(job));
    }

private:
    using jobs = std::vector<std::shared_ptr<store_job>>;

    void put(std::shared_ptr<store_job> job);
    void work();
    void commit_together(std::span<const std::shared_ptr<store_job>> group);
    bool run_together(std::span<const std::shared_ptr<store_job>> group);
    bool run_alone(store_job& job);
    void say_trouble(const std::string& what);

    boost::asio::io_context& loop_;
    std::unique_ptr<database> store_;
    const mode mode_;
    logger& log_;
    commit_watcher* const watcher_;
    std::string trouble_;  ///< the latest that was logged; empty: all is well

    std::mutex mutex_;
    std::condition_variable wake_;
    jobs queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace loa
