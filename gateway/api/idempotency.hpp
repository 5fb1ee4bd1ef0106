#pragma once
/// \file
/// Writes that may be sent again (draft-ietf-httpapi-idempotency-key-header): the same request under the same
/// key is carried out once and answered alike.

#include "gateway/api/call.hpp"
#include "gateway/api/thread_desk.hpp"

#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace loa {

/// Thread-safe. Keys are those of the one who asks; their replies are kept in the store for a day. Only what
/// succeeded is kept: what was refused changed nothing and may be tried again.
class idempotency {
public:
    /// Runs the handler, or answers as it did before. That it ran is written in the transaction of its
    /// change, so a crash between the change and the reply cannot make the change happen twice. Throws
    /// api_problem: 400, 409 "still_running", 409 "reply_lost", 422 "idempotency_key_reused".
    http_reply run(api_call& call, thread_desk& at, const std::function<http_reply()>& handler);

private:
    std::mutex mutex_;
    std::set<std::pair<std::string, std::string>> running_;  ///< who, key
};

}  // namespace loa
