#pragma once
/// \file
/// How much memory something costs at most.

#include "tests/support/sanitized.hpp"

#include <sys/resource.h>

#include <cstddef>

namespace loa::testing {

/// Sanitizers keep freed memory for a while: under them only the time is bounded.
inline constexpr bool memory_is_ours = !is_sanitized;

/// The most that this process, or its children that were waited for, had in memory so far.
inline std::size_t peak_bytes(int whose = RUSAGE_SELF)
{
    rusage used{};
    ::getrusage(whose, &used);
    return static_cast<std::size_t>(used.ru_maxrss) * 1024;
}

/// Since it was made, by how much the peak has grown.
class peak_growth {
public:
    std::size_t megabytes() const { return memory_is_ours ? (peak_bytes() - before_) >> 20 : 0; }

private:
    std::size_t before_ = peak_bytes();
};

}  // namespace loa::testing
