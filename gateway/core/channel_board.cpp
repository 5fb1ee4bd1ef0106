#include "gateway/core/channel_board.hpp"

#include <algorithm>
#include <utility>

namespace loa {

std::string_view to_string(gate_state what) noexcept
{
    switch (what) {
        case gate_state::open: return "open";
        case gate_state::closed: return "closed";
        case gate_state::probing: return "probing";
    }
    return "";
}

void channel_board::put(channel_health what)
{
    const std::lock_guard hold{guard_};
    const auto at = std::lower_bound(
        channels_.begin(),
        channels_.end(),
        what.channel,
        [](const channel_health& each, const std::string& name) { return each.channel < name; }
    );
    if (at != channels_.end() && at->channel == what.channel)
        *at = std::move(what);
    else
        channels_.insert(at, std::move(what));
}

std::vector<channel_health> channel_board::channels() const
{
    const std::lock_guard hold{guard_};
    return channels_;
}

void channel_board::put_inbox(bool connected, wall_time now)
{
    const std::lock_guard hold{guard_};
    if (inbox_.connected != connected || inbox_.since == wall_time{})
        inbox_ = {connected, now};
}

inbox_health channel_board::inbox() const
{
    const std::lock_guard hold{guard_};
    return inbox_;
}

}  // namespace loa
