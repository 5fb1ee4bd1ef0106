#pragma once
/// \file
/// How many calls a channel has under way at once.

#include "gateway/core/bulletin.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/wake_up.hpp"

#include <array>
#include <cstddef>
#include <list>

namespace loa {

/// A counting semaphore whose free places go to the most urgent waiter, then the first.
class call_slots {
public:
    call_slots(const executor& on, std::size_t count) : on_{on}, free_{count} {}
    call_slots(const call_slots&) = delete;
    call_slots& operator=(const call_slots&) = delete;

    /// Gives its place back when it goes.
    class place {
    public:
        explicit place(call_slots& of) noexcept : of_{&of} {}
        place(place&& other) noexcept : of_{std::exchange(other.of_, nullptr)} {}
        place& operator=(place&&) = delete;
        ~place()
        {
            if (of_)
                of_->give_back();
        }

    private:
        call_slots* of_;
    };

    task<place> take(urgency how);

    /// Whether somebody as urgent, or more so, waits for a place.
    bool is_wanted(urgency how) const noexcept;

    std::size_t free() const noexcept { return free_; }

private:
    struct waiter {
        explicit waiter(const executor& on) : turn{on} {}
        wake_up turn;
        bool served = false;
    };
    void give_back() noexcept;

    executor on_;
    std::size_t free_;
    std::array<std::list<waiter*>, 3> waiting_;
};

}  // namespace loa
