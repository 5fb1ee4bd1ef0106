#include "adapters/net/deadline_watch.hpp"

#include "gateway/core/with_deadline.hpp"

#include <algorithm>

namespace loa {

struct deadline_watch::state : std::enable_shared_from_this<state> {
    explicit state(const executor& on) : alarm{on} {}

    void set(time_point when)
    {
        rings_at = when;
        alarm.expires_at(when);
        alarm.async_wait([self = weak_from_this()](const boost::system::error_code& disturbed) {
            if (const auto alive = self.lock(); alive && !disturbed)
                alive->ring();
        });
    }

    void ring()
    {
        const auto now = std::chrono::steady_clock::now();
        auto next = time_point::max();
        for (auto& each : limits) {
            if (each.passed)
                continue;
            if (each.deadline <= now) {
                each.passed = true;
                boost::system::error_code ignored;
                each.socket->close(ignored);
            }
            else
                next = std::min(next, each.deadline);
        }
        rings_at = time_point::max();
        if (next != time_point::max())
            set(next);
    }

    timer alarm;
    time_point rings_at = time_point::max();  ///< max: it is not set
    std::list<entry> limits, spare;           ///< spare: places to use again
};

deadline_watch::deadline_watch(const executor& on) : state_{std::make_shared<state>(on)} {}

deadline_watch::~deadline_watch() = default;

deadline_watch::limit::limit(deadline_watch& by, tcp_socket& socket, time_point deadline) : by_{by}
{
    auto& at = *by.state_;
    if (at.spare.empty())
        at.spare.emplace_back();
    here_ = at.spare.begin();
    at.limits.splice(at.limits.end(), at.spare, here_);
    *here_ = {&socket, deadline, false};
    if (deadline < at.rings_at)
        at.set(deadline);
}

deadline_watch::limit::~limit()
{
    auto& at = *by_.state_;
    at.spare.splice(at.spare.begin(), at.limits, here_);
    // A loop with nothing to do may end.
    if (at.limits.empty() && at.rings_at != time_point::max()) {
        at.rings_at = time_point::max();
        at.alarm.cancel();
    }
}

}  // namespace loa
