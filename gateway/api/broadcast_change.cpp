#include "gateway/api/broadcast_change.hpp"

#include "gateway/api/broadcast_json.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/receipt_desk.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace loa {
namespace {

json::object stand(const broadcast_status& of)
{
    return {{"state", to_string(of.state)}, {"reason", of.reason}};
}

}  // namespace

broadcast_status broadcast_of(api_call& call)
{
    const auto id = call.number(0);
    auto found = call.at.ledger().status(id);
    if (!found)
        throw api_problem{404, "not_found", "there is no broadcast " + std::to_string(id)};
    return std::move(*found);
}

http_reply full_reply(api_call& call, const broadcast_status& of)
{
    auto out = to_json(of, counted::yes);
    out["receipts"] = to_json(call.at.receipts().totals(of.id));
    return json_reply(out);
}

http_reply change_broadcast(
    api_call& call,
    std::string_view action,
    const std::function<void(const broadcast_status&)>& what,
    const json::object& more
)
{
    auto now = broadcast_of(call);
    call.at.together([&] {
        const auto before = broadcast_of(call);
        what(before);
        now = broadcast_of(call);
        auto after = stand(now);
        for (const auto& [key, value] : more) after[key] = value;
        call.at.audit().add(
            call.who,
            action,
            "broadcast " + std::to_string(now.id),
            json::serialize(stand(before)),
            json::serialize(after)
        );
    });
    call.with.wake();
    return full_reply(call, now);
}

}  // namespace loa
