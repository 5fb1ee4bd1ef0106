#include "gateway/cli/command.hpp"
#include "gateway/cli/here.hpp"
#include "gateway/cli/remote_gateway.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/ledger/sqlite_desk.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <optional>
#include <string>

namespace json = boost::json;

namespace loa::cli {
namespace {

std::string named(broadcast_id id)
{
    return fmt::format("broadcast {}", id);
}

std::string state_json(desk& with, broadcast_id id)
{
    const auto now = with.ledger().status(id);
    return json::serialize(json::object{{"state", to_string(now->state)}, {"reason", now->reason}});
}

/// Changes the broadcast and writes that down, in one transaction. False: there was nothing to change.
template <class F>
bool change(desk& with, std::string_view action, broadcast_id id, F how)
{
    bool changed = false;
    with.together([&] {
        const auto before = state_json(with, id);
        changed = how();
        if (changed)
            with.audit().add(here(), action, named(id), before, state_json(with, id));
    });
    return changed;
}

void must_exist(desk& with, broadcast_id id)
{
    if (!with.ledger().status(id))
        throw failure{fmt::format("there is no broadcast {}; `loa broadcasts` lists them", id)};
}

/// The same at a gateway that runs elsewhere, which writes it down itself.
bool change_there(const remote_options& where, const std::string& path)
{
    const auto answer = ask_gateway(where, "POST", path);
    for (const std::string_view nothing_to_do : {"not_sending", "not_paused", "already_paused", "over", "not_held"})
        if (answer.code() == nothing_to_do)
            return false;
    if (answer.status != 200)
        throw failure{fmt::format("the gateway at {} refuses: {}", where.url, answer.code())};
    return true;
}

std::string path_of(broadcast_id id, std::string_view action)
{
    return fmt::format("/api/broadcasts/{}/{}", id, action);
}

std::uint64_t retry_there(const remote_options& where, broadcast_id id, const std::string& channel)
{
    json::object body;
    if (!channel.empty())
        body["channel"] = channel;
    const auto answer = ask_gateway(where, "POST", path_of(id, "retry"), body);
    const auto* queued = answer.body.if_contains("queued");
    if (answer.status != 200 || !queued)
        throw failure{fmt::format("the gateway at {} refuses: {}", where.url, answer.code())};
    return queued->to_number<std::uint64_t>();
}

std::uint64_t retry_here(context& with, broadcast_id id, const std::string& channel)
{
    const auto at = open_desk(with.load().store);
    must_exist(*at, id);
    const auto count = at->ledger().retry(id, channel);  // waits for what is being sent, so in a transaction of its own
    at->audit().add(here(), "broadcast.retry", named(id), "", json::serialize(json::object{{"channel", channel}, {"queued", count}}));
    return count;
}

void retry(context& with, const remote_options& where, broadcast_id id, const std::string& channel)
{
    const auto count = where.url.empty() ? retry_here(with, id, channel) : retry_there(where, id, channel);
    if (with.json)
        with.print(json::object{{"broadcast", id}, {"queued", count}});
    else
        std::cout << fmt::format("{} deliveries queued again: exactly those that were dead or rejected.\n", count);
}

void cancel(context& with, const remote_options& where, broadcast_id id)
{
    bool changed = false;
    if (where.url.empty()) {
        const auto at = open_desk(with.load().store);
        must_exist(*at, id);
        changed = change(*at, "broadcast.cancel", id, [&] { return at->ledger().cancel(id, here().name); });
    }
    else
        changed = change_there(where, path_of(id, "cancel"));
    if (!changed)
        throw failure{fmt::format("broadcast {} is over already: there is nothing to cancel", id)};
    if (with.json)
        with.print(json::object{{"broadcast", id}, {"cancelled", true}});
    else
        std::cout << fmt::format("Broadcast {} is cancelled: what is not sent stays unsent.\n", id);
}

void release(context& with, const remote_options& where, broadcast_id id)
{
    bool changed = false;
    if (where.url.empty()) {
        const auto at = open_desk(with.load().store);
        must_exist(*at, id);
        changed = change(*at, "broadcast.release", id, [&] { return at->ledger().release(id, here().name); });
    }
    else
        changed = change_there(where, path_of(id, "release"));
    if (!changed)
        throw failure{fmt::format("broadcast {} is not held: there is nothing to decide", id)};
    if (with.json)
        with.print(json::object{{"broadcast", id}, {"released", true}});
    else
        std::cout << fmt::format("Broadcast {} is released: it goes out to its whole audience.\n", id);
}

bool pause_here(context& with, const std::string& what, std::optional<broadcast_id> id, bool on)
{
    const auto at = open_desk(with.load().store);
    auto& book = at->ledger();
    bool changed = false;
    if (id) {
        must_exist(*at, *id);
        return change(*at, on ? "broadcast.pause" : "broadcast.resume", *id, [&] { return on ? book.pause(*id, here().name) : book.resume(*id); });
    }
    at->together([&] {
        changed = on ? book.pause(what, here().name) : book.resume(what);
        if (changed)
            at->audit().add(here(), on ? "channel.pause" : "channel.resume", "channel " + what, "", "");
    });
    return changed;
}

/// A word that is no number is a channel.
void pause(context& with, const remote_options& where, const std::string& what, bool on)
{
    const bool is_broadcast = !what.empty() && what.size() < 19 && what.find_first_not_of("0123456789") == std::string::npos;
    if (!is_broadcast && what != "email" && what != "enetviet")
        throw failure{fmt::format("\"{}\" is neither the number of a broadcast nor a channel (email, enetviet)", what), bad_usage};
    const auto id = is_broadcast ? std::optional<broadcast_id>{std::stoll(what)} : std::nullopt;
    const auto path = id ? path_of(*id, on ? "pause" : "resume") : fmt::format("/api/channels/{}/{}", what, on ? "pause" : "resume");
    const bool changed = where.url.empty() ? pause_here(with, what, id, on) : change_there(where, path);
    if (id && !changed)
        throw failure{fmt::format("broadcast {} {}", *id, on ? "is not being sent: there is nothing to pause" : "is not paused")};
    if (with.json)
        with.print(json::object{{"what", what}, {"paused", on}, {"changed", changed}});
    else
        std::cout << fmt::format("{} {}{}\n", is_broadcast ? "Broadcast" : "Channel", what, on ? " is paused: no attempt starts any more." : " goes on.");
}

}  // namespace

void add_steering(CLI::App& to, context& with)
{
    auto id = std::make_shared<broadcast_id>();
    auto channel = std::make_shared<std::string>();
    auto where = std::make_shared<remote_options>();

    auto& again = add_command(to, with, "retry", "Queue dead and rejected deliveries again, exactly those", [&with, where, id, channel] {
        retry(with, *where, *id, *channel);
    });
    again.add_option("broadcast", *id, "Number of the broadcast")->required();
    again.add_option("--channel", *channel, "Only this channel");
    again.footer("Example:\n  loa retry 12 --channel email");

    auto& stop = add_command(to, with, "cancel", "Stop a broadcast: what is not sent stays unsent", [&with, where, id] { cancel(with, *where, *id); });
    stop.add_option("broadcast", *id, "Number of the broadcast")->required();
    stop.footer("Example:\n  loa cancel 12");

    auto what = std::make_shared<std::string>();
    auto& hold = add_command(to, with, "pause", "Send nothing more of a broadcast, or on a channel, until it is resumed", [&with, where, what] {
        pause(with, *where, *what, true);
    });
    hold.add_option("what", *what, "Number of a broadcast, or email or enetviet")->required();
    hold.footer("What is under way is finished; no attempt starts after this command has returned.\n\nExample:\n  loa pause email");

    auto& on = add_command(to, with, "resume", "Go on with what was paused; nothing is repeated", [&with, where, what] { pause(with, *where, *what, false); });
    on.add_option("what", *what, "Number of a broadcast, or email or enetviet")->required();
    on.footer("Example:\n  loa resume email");

    auto& go = add_command(to, with, "release", "Let go out what is held: a correction, or what waits for approval", [&with, where, id] { release(with, *where, *id); });
    go.add_option("broadcast", *id, "Number of the broadcast")->required();
    go.footer("A correction is held when an earlier version is being sent or was sent. What waits for approval goes out without one; the audit log says who decided.\n\nExample:\n  loa release 13");

    for (auto* each : {&again, &stop, &hold, &on, &go})
        add_remote_options(*each, where);
}

}  // namespace loa::cli
