#pragma once
/// \file
/// Time limits for what is said over sockets. One alarm for all of them: a limit that is kept, which is the
/// rule, costs a place in a list and no timer of its own.

#include "adapters/net/connect.hpp"

#include <list>
#include <memory>

namespace loa {

/// Not thread-safe: for the loop it was made for only.
class deadline_watch {
    struct state;
    struct entry {
        tcp_socket* socket = nullptr;
        time_point deadline;
        bool passed = false;
    };

public:
    explicit deadline_watch(const executor& on);
    ~deadline_watch();
    deadline_watch(const deadline_watch&) = delete;
    deadline_watch& operator=(const deadline_watch&) = delete;

    /// Until it goes: closes the socket once the deadline has passed, so that whatever waits for it ends, and
    /// nothing new begins.
    class limit {
    public:
        /// Watch and socket must outlive the limit.
        limit(deadline_watch& by, tcp_socket& socket, time_point deadline);
        ~limit();
        limit(const limit&) = delete;
        limit& operator=(const limit&) = delete;

        bool passed() const noexcept { return here_->passed; }

    private:
        deadline_watch& by_;
        std::list<entry>::iterator here_;
    };

private:
    std::shared_ptr<state> state_;  ///< shared with an alarm that rings as the watch goes
};

}  // namespace loa
