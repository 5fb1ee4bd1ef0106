#pragma once
/// \file
/// The inbox's side that changes the stream: acknowledges entries and moves rejected ones, on a connection of
/// its own.

#include "gateway/core/inbox.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/task.hpp"
#include "queue/in_hand.hpp"
#include "queue/outage.hpp"
#include "queue/redis_connection.hpp"
#include "queue/redis_params.hpp"

#include <span>
#include <string>
#include <vector>

namespace loa {

/// Not thread-safe; several calls may be under way at once. What it is given must outlive it.
class stream_writer {
public:
    stream_writer(const executor& on, const redis_params& params, logger& log, in_hand& entries);

    /// These are to be acknowledged, by the next settle() that succeeds.
    void owe(std::span<const std::string> ids) { owed_.insert(owed_.end(), ids.begin(), ids.end()); }

    /// Acknowledges what is owed and lets it go. What cannot be told to Redis now stays owed.
    task<result<>> settle();

    /// Moves one entry. After an error it is where it was, or, when the connection was lost, perhaps not.
    task<result<>> reject(const inbox_entry& entry, const problems& reasons);

private:
    /// Whether commands may be sent once more when it is not known whether they were carried out.
    enum class repeat : bool { no, yes };

    task<result<std::vector<reply>>> say(request what, repeat harmless);
    task<result<>> open(time_point deadline);
    boost::system::error_code refused(const std::string& error);

    executor executor_;
    const redis_params& params_;
    in_hand& entries_;
    redis_connection connection_;
    turn::queue opening_;
    outage writing_;
    std::vector<std::string> owed_;
};

}  // namespace loa
