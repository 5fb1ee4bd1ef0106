#pragma once
/// \file
/// What the gateway tells of itself.

#include "gateway/core/store_figures.hpp"
#include "gateway/core/time.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace loa {

/// Of the threads on which handlers run, at one moment.
struct thread_load {
    std::size_t all = 0, busy = 0;
    std::size_t waiting = 0;  ///< requests that wait for one
    std::size_t most_waiting = 0;
};

struct system_facts {
    std::string version, commit;
    wall_time started{};
    /// Called on the API's threads; throws std::runtime_error with a sentence for people.
    std::function<store_figures()> stores;
    std::function<thread_load()> threads;  ///< set by the API
};

}  // namespace loa
