#pragma once
/// \file
/// How each channel is doing right now: written by who sends, read by whoever watches.

#include "gateway/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Whether the channel may be spoken to.
enum class gate_state : std::uint8_t {
    open,
    closed,   ///< the remote side asked for a pause, or is not there
    probing,  ///< after an outage one small call goes first
};
std::string_view to_string(gate_state what) noexcept;

struct channel_health {
    std::string channel;
    gate_state gate = gate_state::open;
    std::string why;                        ///< it is closed; for people, without personal data
    std::optional<wall_time> closed_since;  ///< the gate has not been open since
    std::optional<wall_time> closed_until;  ///< when it is tried again
    double rate = 0;                        ///< destinations a second that may go now; 0: not limited
    double quota = 0;                       ///< what the settings allow; 0: not limited
    double retry_budget = 0;                ///< retries that may go at once; below 0: they wait
    std::size_t calls = 0, most_calls = 0;  ///< under way, and how many may be
    std::size_t batches = 0;                ///< held
    std::optional<wall_time> last_accepted;
    /// Something is due and nothing of it has come to an end since; nothing: nothing is due, or it moves.
    std::optional<wall_time> stalled_since;
};

/// What the inbox says of its connection.
struct inbox_health {
    bool connected = false;
    wall_time since{};  ///< that it is so
};

/// Thread-safe; nobody holds it for longer than a copy takes.
class channel_board {
public:
    /// Replaces what was said of the channel.
    void put(channel_health what);
    /// By name.
    std::vector<channel_health> channels() const;

    void put_inbox(bool connected, wall_time now);
    inbox_health inbox() const;

private:
    mutable std::mutex guard_;
    std::vector<channel_health> channels_;
    inbox_health inbox_;
};

}  // namespace loa
