#pragma once
/// \file
/// How long is kept what says who did something, and who was reached.

#include <chrono>

namespace loa {

struct retention_params {
    std::chrono::hours audit{24 * 731};     ///< entries of the audit log
    std::chrono::hours sign_ins{24 * 183};  ///< who signed in, or tried to, from where
    std::chrono::hours deliveries{
        24 * 366};  ///< who was reached by a broadcast that is over, and why not; counts stay for good
    std::chrono::hours replies{24};  ///< replies to writes with an Idempotency-Key
};

}  // namespace loa
