#pragma once
/// \file
/// The connections to the relay: at most so many at once, kept open between groups of messages.

#include "adapters/email/smtp_connection.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/with_deadline.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace loa {

class smtp_pool : public std::enable_shared_from_this<smtp_pool> {
public:
    /// The right to use one connection at a time; given back when destroyed.
    class slot {
    public:
        explicit slot(smtp_pool& pool) noexcept : pool_{&pool} {}
        slot(slot&& other) noexcept : pool_{std::exchange(other.pool_, nullptr)} {}
        slot& operator=(slot&&) = delete;
        ~slot()
        {
            if (pool_ != nullptr)
                pool_->release();
        }

    private:
        smtp_pool* pool_;
    };

    /// How long a connection may be idle: servers that are busy hang up after ten seconds to a few minutes.
    static constexpr std::chrono::seconds idle_limit{30};

    /// Made by make_shared: the timer that closes idle connections may fire once more after the owner let go.
    /// `relay` must outlive the owner's hold.
    smtp_pool(const executor& on, smtp_relay& relay, std::size_t connections);

    /// Waits in order of arrival; nothing if the deadline passed first.
    task<std::optional<slot>> acquire(time_point deadline);

    /// An idle connection that looks well, or a new one (with open = false). For holders of a slot.
    struct taken {
        std::unique_ptr<smtp_connection> connection;
        bool open = false;
    };
    taken take();
    std::unique_ptr<smtp_connection> make_connection() { return relay_.make_connection(); }
    void put_back(std::unique_ptr<smtp_connection> idle);

    /// Closes all idle connections.
    void clear() noexcept;

private:
    struct waiter;
    struct idle_connection {
        std::unique_ptr<smtp_connection> connection;
        time_point since;
    };

    void release() noexcept;
    void watch_idle();
    void close_idle();

    executor on_;
    smtp_relay& relay_;
    std::size_t free_;
    std::list<waiter*> waiting_;
    std::vector<idle_connection> idle_;  // the longest idle first
    timer sweep_;
    bool sweeping_ = false;
};

}  // namespace loa
