#include "gateway/api/health_routes.hpp"

#include "gateway/api/json_reply.hpp"

#include <boost/json/object.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>

namespace json = boost::json;

namespace loa {
namespace {

/// Whether the ledger can be written. Tried once a second at most: anybody may ask, and it takes a writer's
/// turn.
class write_check {
public:
    bool can_write(desk& at, logger& log)
    {
        const std::unique_lock mine{trying_, std::try_to_lock};
        const auto now = std::chrono::steady_clock::now();
        if (!mine || now < again_)
            return last_;
        try {
            at.together([] {});  // takes the place of a writer and gives it back
            last_ = true;
        } catch (const std::runtime_error& e) {
            log.warn("not ready: the ledger cannot be written", {{"reason", e.what()}});
            last_ = false;
        }
        again_ = now + std::chrono::seconds{1};
        return last_;
    }

private:
    std::mutex trying_;
    std::atomic<bool> last_ = false;
    std::chrono::steady_clock::time_point again_{};
};

http_reply alive(const api_parts& with)
{
    const bool is_alive = with.is_alive();
    return json_reply(json::object{{"alive", is_alive}}, is_alive ? 200 : 503);
}

http_reply ready(api_call& call, write_check& check)
{
    const bool ledger = check.can_write(call.at, call.with.log);
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

    const auto check = std::make_shared<write_check>();
    route readiness{
        "GET", "/readyz", access::open(), [check](api_call& call) { return ready(call, *check); }};
    readiness.is_outer = true;
    to.add(std::move(readiness));
}

}  // namespace loa
