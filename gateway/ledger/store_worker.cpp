#include "gateway/ledger/store_worker.hpp"

#include <exception>

namespace loa {

store_worker::store_worker(
    boost::asio::io_context& loop,
    std::unique_ptr<database> store,
    mode how,
    logger& log,
    commit_watcher* watcher
)
    : loop_{loop}, store_{std::move(store)}, mode_{how}, log_{log}, watcher_{watcher}, thread_{[this] { work(); }}
{
}

store_worker::~store_worker()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void store_worker::put(std::shared_ptr<store_job> job)
{
    {
        const std::lock_guard lock{mutex_};
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
}

void store_worker::work()
{
    for (;;) {
        jobs taken;
        {
            std::unique_lock lock{mutex_};
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty())
                return;
            taken.swap(queue_);
        }
        if (mode_ == mode::write)
            commit_together(taken);
        else
            for (const auto& job : taken) commit_together({&job, 1});
        for (const auto& job : taken) job->complete();
    }
}

void store_worker::commit_together(std::span<const std::shared_ptr<store_job>> group)
{
    if (run_together(group)) {
        if (!trouble_.empty())
            log_.info("the store works again");
        trouble_.clear();
        return;
    }
    // The transaction is lost. One of several may be the reason (too large for the disk), so each gets its
    // own.
    if (group.size() > 1)
        for (const auto& job : group) commit_together({&job, 1});
    else
        group.front()->fail();
}

/// False: nothing of the group was written.
bool store_worker::run_together(std::span<const std::shared_ptr<store_job>> group)
{
    const auto started = std::chrono::steady_clock::now();
    try {
        if (mode_ == mode::write)
            store_->begin_writing(database::writer::persistent);
        else
            store_->execute("BEGIN");
        for (const auto& job : group) {
            if (group.size() == 1)
                job->run(*store_);
            else if (!run_alone(*job)) {
                if (watcher_)
                    watcher_->lost();
                return false;
            }
        }
        if (watcher_)
            watcher_->before_commit(*store_);
        store_->execute("COMMIT");
        if (watcher_)
            watcher_->committed(std::chrono::steady_clock::now() - started, group.size());
        return true;
    } catch (const std::exception& error) {
        say_trouble(error.what());
    }
    try {
        if (store_->in_transaction())
            store_->execute("ROLLBACK");
    } catch (const std::exception& error) {
        say_trouble(error.what());
    }
    if (watcher_)
        watcher_->lost();
    return false;
}

/// One of several in a transaction. False: the transaction is gone.
bool store_worker::run_alone(store_job& job)
{
    store_->execute("SAVEPOINT job");
    try {
        job.run(*store_);
        if (watcher_)
            watcher_->job_done();
    } catch (const std::exception& error) {
        say_trouble(error.what());
        if (!store_->in_transaction())
            return false;
        store_->execute("ROLLBACK TO job");
        if (watcher_)
            watcher_->job_undone();
        job.fail();
    }
    store_->execute("RELEASE job");
    return true;
}

/// Once, not for every job that meets the same full disk.
void store_worker::say_trouble(const std::string& what)
{
    if (what == trouble_)
        return;
    trouble_ = what;
    log_.error("the store cannot be used", {{"reason", what}});
}

}  // namespace loa
