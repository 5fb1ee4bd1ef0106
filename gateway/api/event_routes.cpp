#include "gateway/api/event_routes.hpp"

#include "gateway/api/event_hub.hpp"
#include "gateway/api/problem.hpp"

#include <charconv>
#include <utility>

namespace loa {
namespace {

/// What is not one of our ids cannot be resumed, which is no error: the stream starts with everything.
std::optional<std::uint64_t> last_event_id(const http_request& of)
{
    auto text = of.header("last-event-id");
    if (text.empty())
        text = of.parameter("last_event_id").value_or("");
    std::uint64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return out;
}

}  // namespace

void add_event_routes(router& to, api_parts& with, boost::asio::io_context& loop)
{
    const auto look = [&board = with.board](watched& into) {
        into.channels = board.channels();
        into.inbox = board.inbox();
    };
    const auto hub = std::make_shared<event_hub>(loop, with.open_desk, look, with.log);
    const auto listen = [hub](api_call& call) {
        auto source = hub->listen(last_event_id(call.request));
        if (!source) {
            api_problem full{503, "busy"};
            full.headers.emplace_back("Retry-After", "30");
            throw full;
        }
        http_reply out;
        // X-Accel-Buffering: else nginx keeps events until it has a buffer full of them.
        out.headers = {
            {"Content-Type", "text/event-stream"},
            {"Cache-Control", "no-store"},
            {"X-Accel-Buffering", "no"}};
        out.source = std::move(source);
        return out;
    };
    to.add({"GET", "/api/events", access::readers(), listen});
}

}  // namespace loa
