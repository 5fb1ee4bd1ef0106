#include "gateway/api/broadcast_routes.hpp"

#include "gateway/api/broadcast_change.hpp"
#include "gateway/api/broadcast_json.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/bulletin.hpp"
#include "gateway/core/json_reader.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t longest_text = 200;

[[noreturn]] void refuse_parameter(std::string_view name, std::string_view why)
{
    throw api_problem{400, "bad_parameter", std::string{name}.append(" ").append(why)};
}

std::string text_of(const api_call& call, std::string_view name)
{
    const auto text = call.request.parameter(name).value_or("");
    if (text.size() > longest_text)
        refuse_parameter(name, "is too long");
    return std::string{text};
}

std::optional<wall_time> time_of(const api_call& call, std::string_view name)
{
    const auto text = call.request.parameter(name);
    if (!text)
        return std::nullopt;
    const auto out = parse_rfc3339(*text);
    if (!out)
        refuse_parameter(name, "must be a time such as 2026-11-20T08:30:00+07:00");
    return out;
}

broadcast_state state_of(std::string_view word)
{
    using enum broadcast_state;
    for (const auto each : {waiting, held, sending, finished, cancelled, replaced, paused})
        if (to_string(each) == word)
            return each;
    refuse_parameter("state", "must be of waiting, held, sending, finished, cancelled, replaced, paused");
}

broadcast_filter filter_of(const api_call& call)
{
    broadcast_filter out;
    for (auto rest = call.request.parameter("state").value_or(""); !rest.empty();) {
        const auto word = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        const auto state = state_of(word);
        if (std::ranges::find(out.states, state) == out.states.end())  // each is a way through the ledger
            out.states.push_back(state);
    }
    if (const auto word = call.request.parameter("urgency")) {
        out.urgency = parse_urgency(*word);
        if (!out.urgency)
            refuse_parameter("urgency", "must be urgent, normal or bulk");
    }
    out.source = text_of(call, "source");
    out.bulletin = text_of(call, "bulletin");
    if (!out.bulletin.empty() && out.source.empty())
        refuse_parameter("bulletin", "is one of a source: say which");
    out.department = text_of(call, "department");
    out.text = text_of(call, "text");
    if (const auto text = call.request.parameter("content_area")) {
        int value = 0;
        const auto read = std::from_chars(text->data(), text->data() + text->size(), value);
        if (read.ec != std::errc{} || read.ptr != text->data() + text->size() || value < 1)
            refuse_parameter("content_area", "must be a number");
        out.content_area = value;
    }
    out.from = time_of(call, "from");
    out.to = time_of(call, "to");
    return out;
}

http_reply show(api_call& call)
{
    return full_reply(call, broadcast_of(call));
}

http_reply list(api_call& call)
{
    allow_parameters(
        call,
        {"state",
         "urgency",
         "source",
         "bulletin",
         "department",
         "text",
         "content_area",
         "from",
         "to",
         "limit",
         "cursor"}
    );
    const auto part = requested_page(call);
    auto which = filter_of(call);
    which.before_id = part.after_number();
    const auto found = call.at.ledger().broadcasts(which, part.limit);
    json::array items;
    for (const auto& each : found.items) items.push_back(to_json(each, counted::no));
    return page_reply(
        std::move(items),
        found.next ? std::optional{std::to_string(*found.next)} : std::optional<std::string>{}
    );
}

http_reply content(api_call& call)
{
    const auto of = broadcast_of(call);
    http_reply out;
    out.headers = {{"Content-Type", "application/json"}};
    out.body = to_json(call.at.ledger().content(of.id));
    return out;
}

http_reply pause(api_call& call)
{
    return change_broadcast(call, "broadcast.pause", [&](const broadcast_status& of) {
        if (!call.at.ledger().pause(of.id, call.who.name))
            throw api_problem{409, of.state == broadcast_state::paused ? "already_paused" : "not_sending"};
    });
}

http_reply resume(api_call& call)
{
    return change_broadcast(call, "broadcast.resume", [&](const broadcast_status& of) {
        if (!call.at.ledger().resume(of.id))
            throw api_problem{409, "not_paused"};
    });
}

http_reply cancel(api_call& call)
{
    return change_broadcast(call, "broadcast.cancel", [&](const broadcast_status& of) {
        if (!call.at.ledger().cancel(of.id, call.who.name))
            throw api_problem{409, "over"};
    });
}

/// A correction that is held; what needs an approval is not let out by whoever steers.
http_reply release(api_call& call)
{
    return change_broadcast(call, "broadcast.release", [&](const broadcast_status& of) {
        if (of.state == broadcast_state::held && of.needs == held_for::approval)
            throw api_problem{409, "needs_approval"};
        if (!call.at.ledger().release(of.id, call.who.name))
            throw api_problem{409, "not_held"};
    });
}

struct retry_asked {
    std::string channel, cause;
};

retry_asked retry_of(api_call& call)
{
    const auto body = call.json();
    problems wrong;
    object_reader from{body, "", wrong};
    retry_asked out;
    out.channel = from.text("channel", {.most = 32}, false);
    out.cause = from.text("cause", {.most = 300, .one_line = false}, false);
    from.refuse_others();
    refuse_if(std::move(wrong));
    if (!out.cause.empty())
        out.cause = body.at("cause").as_string();  // to the letter: a remote side's words need not be in NFC
    return out;
}

http_reply retry(api_call& call)
{
    const auto of = broadcast_of(call);
    const auto [channel, cause] = retry_of(call);
    if (!channel.empty() &&
        std::ranges::find(of.channels, channel, &channel_status::channel) == of.channels.end())
        throw api_problem{404, "no_such_channel"};
    std::uint64_t queued = 0;
    call.at.together([&, &channel = channel, &cause = cause] {
        queued = call.at.ledger().retry(of.id, channel, cause);
        if (queued == 0)
            return;
        json::object after{{"channel", channel}, {"queued", queued}};
        if (!cause.empty())
            after["cause"] = cause;
        call.at.audit().add(
            call.who, "broadcast.retry", "broadcast " + std::to_string(of.id), "", json::serialize(after)
        );
    });
    call.with.wake();
    return json_reply(json::object{{"queued", queued}, {"states", json::array{"dead", "rejected"}}});
}

}  // namespace

void add_broadcast_routes(router& to, api_parts&)
{
    const access steer = access::only({user_role::operations});
    to.add({"GET", "/api/broadcasts", access::readers(), list});
    to.add({"GET", "/api/broadcasts/{id}", access::readers(), show});
    to.add({"GET", "/api/broadcasts/{id}/content", access::readers(), content});
    to.add({"POST", "/api/broadcasts/{id}/pause", steer, pause});
    to.add({"POST", "/api/broadcasts/{id}/resume", steer, resume});
    to.add({"POST", "/api/broadcasts/{id}/cancel", steer, cancel});
    to.add({"POST", "/api/broadcasts/{id}/release", steer, release});
    to.add({"POST", "/api/broadcasts/{id}/retry", steer, retry});
}

}  // namespace loa
