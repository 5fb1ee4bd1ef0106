#include "gateway/core/broadcast.hpp"

#include "gateway/core/ledger.hpp"

namespace loa {

std::string_view to_string(broadcast_state what) noexcept
{
    switch (what) {
        case broadcast_state::waiting: return "waiting";
        case broadcast_state::held: return "held";
        case broadcast_state::sending: return "sending";
        case broadcast_state::finished: return "finished";
        case broadcast_state::cancelled: return "cancelled";
        case broadcast_state::replaced: return "replaced";
        case broadcast_state::paused: return "paused";
    }
    return "?";
}

std::string_view to_string(channel_state what) noexcept
{
    switch (what) {
        case channel_state::sending: return "sending";
        case channel_state::finished: return "finished";
        case channel_state::returned: return "returned";
    }
    return "?";
}

std::string_view to_string(intake_verdict what) noexcept
{
    switch (what) {
        case intake_verdict::stored: return "stored";
        case intake_verdict::already_known: return "already known";
        case intake_verdict::replaced: return "replaces an unsent version";
        case intake_verdict::held: return "held for a decision";
    }
    return "?";
}

}  // namespace loa
