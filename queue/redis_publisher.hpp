#pragma once
/// \file
/// Publishing a bulletin and asking how the stream stands: what people and their scripts do.

#include "gateway/core/error.hpp"
#include "gateway/core/task.hpp"
#include "queue/redis_params.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace loa {

struct stream_state {
    std::uint64_t entries = 0;   ///< in the stream: not taken in yet
    std::uint64_t pending = 0;   ///< of those, handed to a gateway and not acknowledged
    std::uint64_t rejected = 0;  ///< in the stream of rejected entries
};

/// Connects when first asked and keeps the connection. Not thread-safe, one call at a time. A failure is a
/// problem whose text says what, where and why, for people; `code` is "redis_unreachable" or "redis_refused".
/// Calls end within twice params.reply_limit.
class redis_publisher {
public:
    /// `context` must outlive it. Throws std::invalid_argument when params.url is not a Redis URL.
    redis_publisher(boost::asio::io_context& context, redis_params params);
    ~redis_publisher();

    /// Appends a bulletin's JSON to the stream, as it is; returns the id of the entry.
    task<boost::system::result<std::string, problem>> publish(std::string json);

    task<boost::system::result<stream_state, problem>> state();

private:
    struct link;
    std::unique_ptr<link> link_;
};

}  // namespace loa
