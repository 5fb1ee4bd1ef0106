#include "gateway/api/system_routes.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/json_reply.hpp"

#include <boost/json/object.hpp>

namespace json = boost::json;

namespace loa {
namespace {

http_reply show(api_call& call)
{
    const auto& facts = call.with.system;
    const auto stores = facts.stores();
    const auto threads = facts.threads();
    const auto inbox = call.with.board.inbox();
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return json_reply(json::object{
        {"version", facts.version},
        {"commit", facts.commit},
        {"started", json_time(facts.started)},
        {"now", json_time(now)},
        {"ledger",
         {{"bytes", stores.ledger_bytes},
          {"free_bytes", stores.free_bytes},
          {"durability", stores.durability == durability::full ? "full" : "normal"}}},
        {"directory", {{"bytes", stores.directory_bytes}, {"imported", json_time(stores.imported)}}},
        {"redis", {{"connected", inbox.connected}, {"since", json_time(inbox.since)}}},
        {"threads",
         {{"all", threads.all},
          {"busy", threads.busy},
          {"waiting", threads.waiting},
          {"most_waiting", threads.most_waiting}}},
    });
}

}  // namespace

void add_system_routes(router& to, api_parts&)
{
    const auto who = access::only({user_role::operations, user_role::administrator, user_role::auditor});
    to.add({"GET", "/api/system", who, show});
}

}  // namespace loa
