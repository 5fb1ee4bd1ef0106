#include "gateway/api/metric_routes.hpp"

#include "gateway/api/problem.hpp"

#include <algorithm>
#include <array>

namespace loa {
namespace {

/// From this machine, and not handed on by a proxy on it.
bool is_from_here(const http_request& what)
{
    constexpr std::array forwarding{"forwarded", "x-forwarded-for", "x-real-ip", "via"};
    const bool is_forwarded =
        std::ranges::any_of(forwarding, [&](const char* name) { return !what.header(name).empty(); });
    return !is_forwarded && (what.is_local || what.peer == "::1" || what.peer.starts_with("127.") ||
                             what.peer.starts_with("::ffff:127."));
}

http_reply metrics(api_call& call)
{
    if (!is_from_here(call.request) || !call.with.how.open_metrics) {
        if (call.who.name.empty())
            throw api_problem{401, "unauthenticated"};
        if (!call.who.roles.has_any_of({user_role::operations, user_role::administrator, user_role::auditor}))
            throw api_problem{403, "not_allowed"};
    }
    http_reply out;
    out.headers = {
        {"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}};
    out.body = call.with.metrics(call.at);
    return out;
}

}  // namespace

void add_metric_routes(router& to, api_parts& with)
{
    if (with.metrics)
        to.add({"GET", "/metrics", access::open(), metrics});
}

}  // namespace loa
