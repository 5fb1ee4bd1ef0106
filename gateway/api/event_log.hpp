#pragma once
/// \file
/// What has changed, for those who watch: the latest event of each topic, and what became of topics that are
/// gone.

#include "gateway/api/event_state.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace loa {

/// Holds the latest event of a topic only, so that whoever is slow misses the steps between and never the
/// present, and its size is that of what is going on. Not thread-safe.
class event_log {
public:
    /// \param first  ids are higher than this; higher than those of any log before it
    explicit event_log(std::uint64_t first) : first_{first}, last_{first} {}

    /// What is true now. \param gone  the last words on a topic that is not there any more; nothing: none
    void update(
        const std::vector<event_topic>& now,
        const std::function<std::optional<event_topic>(const event_topic&)>& gone
    );

    std::uint64_t last_id() const noexcept { return last_; }
    /// Whether all that came after the id is still here.
    bool can_resume(std::uint64_t after) const noexcept
    {
        return after >= first_ && after >= forgotten_ && after <= last_;
    }

    /// The events after the id, in their order, as server-sent events; empty: none.
    std::string since(std::uint64_t after) const;
    /// One event "reset" with everything that is true now.
    std::string snapshot() const;

private:
    struct entry {
        std::uint64_t id = 0;
        event_topic topic;
    };
    static constexpr std::size_t most_gone = 1'000;

    std::uint64_t first_, last_, forgotten_ = 0;
    std::map<std::string, entry> present_;
    std::deque<entry> gone_;  ///< oldest first
};

}  // namespace loa
