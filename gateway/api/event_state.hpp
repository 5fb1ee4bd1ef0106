#pragma once
/// \file
/// What somebody who watches should know, as topics: each has one present truth, and a change of it is an
/// event.

#include "gateway/core/channel_board.hpp"
#include "gateway/core/ledger_desk.hpp"

#include <optional>
#include <string>
#include <vector>

namespace loa {

struct watched {
    wall_time now{};
    std::optional<std::vector<broadcast_status>> live;  ///< nothing: the ledger cannot be read
    std::vector<ledger_desk::channel_pause> paused;
    std::vector<channel_health> channels;
    inbox_health inbox;
};

struct event_topic {
    std::string key;           ///< "broadcast 17", "channel email", "alert approval 17"
    std::string type;          ///< "broadcast", "channel" or "alert"
    std::string data;          ///< JSON; the same as long as nothing has changed
    bool from_ledger = false;  ///< known as long as the ledger can be read

    friend bool operator==(const event_topic&, const event_topic&) = default;
};

/// By key.
std::vector<event_topic> topics_of(const watched& what);

event_topic broadcast_topic(const broadcast_status& what);
/// The alert of this topic is over.
event_topic cleared(const event_topic& alert);

}  // namespace loa
