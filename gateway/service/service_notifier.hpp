#pragma once
/// \file
/// What systemd is told (sd_notify(3)). Without systemd (no $NOTIFY_SOCKET) every call does nothing.

#include <chrono>
#include <optional>
#include <string_view>

namespace loa {

/// Call from one thread.
class service_notifier {
public:
    /// Everything is up: units that wait for us may start.
    void ready(std::string_view status);

    /// On the way down; the service manager waits for as long as TimeoutStopSec says.
    void stopping(std::string_view status);

    /// One line for `systemctl status`.
    void status(std::string_view text);

    /// How soon after one `feed` the next one must come, or we are killed. Nothing: nobody watches. Feed
    /// twice as often.
    std::optional<std::chrono::microseconds> watchdog_limit() const;

    /// Everything that matters is still moving.
    void feed();
};

}  // namespace loa
