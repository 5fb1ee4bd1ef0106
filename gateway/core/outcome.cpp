#include "gateway/core/outcome.hpp"

namespace loa {

std::string_view to_string(outcome_class what) noexcept
{
    switch (what) {
        case outcome_class::accepted: return "accepted";
        case outcome_class::duplicate: return "duplicate";
        case outcome_class::rejected: return "rejected";
        case outcome_class::content_rejected: return "content_rejected";
        case outcome_class::transient: return "transient";
        case outcome_class::throttled: return "throttled";
        case outcome_class::unauthorized: return "unauthorized";
        case outcome_class::unavailable: return "unavailable";
        case outcome_class::unknown: return "unknown";
    }
    return "?";
}

}  // namespace loa
