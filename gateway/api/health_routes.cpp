#include "gateway/api/health_routes.hpp"

#include "gateway/api/json_reply.hpp"

#include <boost/json/object.hpp>

namespace json = boost::json;

namespace loa {
namespace {

bool can_write(desk& at, logger& log)
{
    try {
        at.together([] {});  // takes the place of a writer and gives it back
        return true;
    } catch (const std::runtime_error& e) {
        log.warn("not ready: the ledger cannot be written", {{"reason", e.what()}});
        return false;
    }
}

http_reply alive(const api_parts& with)
{
    const bool is_alive = with.is_alive();
    return json_reply(json::object{{"alive", is_alive}}, is_alive ? 200 : 503);
}

http_reply ready(api_call& call)
{
    const bool ledger = can_write(call.at, call.with.log);
    const bool redis = call.with.board.inbox().connected;
    json::object channels;
    bool can_send = false;
    for (const auto& each : call.with.board.channels()) {
        const bool is_open = each.gate == gate_state::open;
        channels[each.channel] = is_open;
        can_send = can_send || is_open;
    }
    // One channel of several that is closed is an alarm, not a gateway that is of no use.
    const bool is_ready = ledger && redis && can_send && call.with.is_alive();
    return json_reply(
        json::object{
            {"ready", is_ready}, {"ledger", ledger}, {"redis", redis}, {"channels", std::move(channels)}},
        is_ready ? 200 : 503
    );
}

}  // namespace

void add_health_routes(router& to, api_parts& with)
{
    route living{"GET", "/healthz", access::open(), [&with](api_call&) { return alive(with); }};
    living.is_quick = true;
    to.add(std::move(living));

    route readiness{"GET", "/readyz", access::open(), ready};
    readiness.is_outer = true;
    to.add(std::move(readiness));
}

}  // namespace loa
