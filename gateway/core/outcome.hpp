#pragma once
/// \file
/// How one attempt at one delivery ended.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

enum class outcome_class : std::uint8_t {
    accepted,          ///< the remote side took responsibility
    duplicate,         ///< it had it already: as good as accepted
    rejected,          ///< permanent for this recipient
    content_rejected,  ///< the content itself is refused: nobody will get it
    transient,         ///< try again later; an attempt is burned
    throttled,         ///< too fast: the whole channel waits, no attempt is burned
    unauthorized,      ///< our credentials are refused: the channel pauses, no attempt is burned
    unavailable,       ///< nobody there to talk to: probe, no attempt is burned
    unknown,           ///< bytes left and no usable answer came back: reconcile before anything is sent again
};

std::string_view to_string(outcome_class what) noexcept;

struct outcome {
    outcome_class what = outcome_class::accepted;
    /// Why, in few words and without personal data, so that a broadcast has few distinct ones: "550 5.1.1 no such user",
    /// "HTTP 503". Empty when accepted.
    std::string cause;
    /// The remote side's own wish (Retry-After), for throttled and transient.
    std::optional<std::chrono::milliseconds> retry_after;
    /// Rejected for good: put the address on the suppression list.
    bool suppress = false;
};

}  // namespace loa
