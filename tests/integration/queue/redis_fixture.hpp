#pragma once
/// \file
/// What the tests of the inbox share: a loop, a log, quick settings, and coroutines that take and
/// acknowledge.

#include "gateway/core/with_deadline.hpp"
#include "queue/redis_inbox.hpp"
#include "queue/redis_publisher.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/redis_server.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace loa::testing {

/// Settings with which nothing takes long.
inline redis_params quick(std::string url)
{
    using std::chrono::milliseconds;
    redis_params out;
    out.url = std::move(url);
    out.block = milliseconds{200};
    out.claim_idle = milliseconds{300};
    out.reply_limit = milliseconds{2'000};
    out.reconnect_first = milliseconds{20};
    out.reconnect_most = milliseconds{100};
    return out;
}

inline time_point in(std::chrono::milliseconds delay)
{
    return std::chrono::steady_clock::now() + delay;
}

class loop {
public:
    boost::asio::io_context context;
    recorded_log log;

    std::unique_ptr<inbox> inbox_of(redis_params params)
    {
        return make_redis_inbox(context, std::move(params), log);
    }

    std::vector<inbox_entry> take(inbox& from) { return run(context, from.take()); }

    /// Takes until there are so many.
    std::vector<inbox_entry> take(inbox& from, std::size_t count)
    {
        std::vector<inbox_entry> out;
        while (out.size() < count)
            for (auto& each : take(from)) out.push_back(std::move(each));
        return out;
    }

    /// Whether nothing comes for a while.
    bool nothing_comes(inbox& from, std::chrono::milliseconds within = std::chrono::milliseconds{700})
    {
        const auto got = run(context, with_deadline(as_value(from), in(within)));
        return got.has_error() && got.error() == errc::deadline_exceeded;
    }

    result<> acknowledge(inbox& to, std::vector<std::string> ids)
    {
        return run(context, to.acknowledge(std::move(ids)));
    }

private:
    static task<result<std::vector<inbox_entry>>> as_value(inbox& from) { co_return co_await from.take(); }
};

inline std::vector<std::string> ids_of(const std::vector<inbox_entry>& entries)
{
    std::vector<std::string> out;
    for (const auto& each : entries) out.push_back(each.id);
    return out;
}

}  // namespace loa::testing
