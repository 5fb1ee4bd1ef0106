#pragma once
/// \file
/// What every change of a broadcast has in common.

#include "gateway/api/api.hpp"
#include "gateway/core/ledger_desk.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string_view>

namespace loa {

/// The broadcast of the path's first value. Throws 404.
broadcast_status broadcast_of(api_call& call);

/// The broadcast with its counts, causes and receipts.
http_reply full_reply(api_call& call, const broadcast_status& of);

/// Makes the change and its audit entry together, wakes the gateway, and answers with the broadcast as it is
/// then. \param what  gets the broadcast as it is before, within the transaction \param more  members of the
/// audit entry's "after", beside state and reason
http_reply change_broadcast(
    api_call& call,
    std::string_view action,
    const std::function<void(const broadcast_status&)>& what,
    const boost::json::object& more = {}
);

}  // namespace loa
