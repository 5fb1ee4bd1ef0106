#include "gateway/cli/command.hpp"
#include "gateway/cli/here.hpp"
#include "gateway/cli/remote_gateway.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/ledger/sqlite_desk.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

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

std::string path_of(broadcast_id id, std::string_view action)
{
    return fmt::format("/api/broadcasts/{}/{}", id, action);
}

[[noreturn]] void waits_for_approval(broadcast_id id)
{
    throw failure{fmt::format(
        "broadcast {0} waits for an approval: an approver gives it (in the console, or POST "
        "/api/broadcasts/{0}/approve); without one only "
        "`loa release {0} --without-approval` at the gateway's own machine lets it go",
        id
    )};
}

json::object state_of(desk& at, broadcast_id id)
{
    const auto now = at.ledger().status(id);
    if (!now)
        no_such_broadcast(id);
    return {{"state", to_string(now->state)}, {"reason", now->reason}};
}

/// Changes the broadcast in the ledger and writes that down, in one transaction. False: there was nothing to
/// change.
template <class F>
bool change_here(
    const context& with, std::string_view action, broadcast_id id, F how, const json::object& more = {}
)
{
    const auto at = open_desk(with.load().store);
    bool changed = false;
    at->together([&] {
        const auto before = state_of(*at, id);
        changed = how(at->ledger());
        if (!changed)
            return;
        auto after = state_of(*at, id);
        after.insert(more.begin(), more.end());
        at->audit().add(
            here(),
            fmt::format("broadcast.{}", action),
            named(id),
            json::serialize(before),
            json::serialize(after)
        );
    });
    return changed;
}

bool is_done(const remote_gateway& by, const remote_answer& got)
{
    for (const std::string_view nothing_to_do :
         {"not_sending", "not_paused", "already_paused", "over", "not_held"})
        if (got.code() == nothing_to_do)
            return false;
    if (got.status != 200)
        throw failure{fmt::format("{} refuses: {}", by.name(), got.why())};
    return true;
}

/// The same by a gateway, which writes it down itself.
bool change_there(const remote_gateway& by, std::string_view action, broadcast_id id)
{
    const auto got = by.ask("POST", path_of(id, action));
    if (got.status == 404)
        no_such_broadcast(id);
    if (got.code() == "needs_approval")
        waits_for_approval(id);
    return is_done(by, got);
}

template <class F>
bool change(const context& with, const remote_options& where, std::string_view action, broadcast_id id, F how)
{
    const auto gateway = gateway_to_steer(where, with);
    return gateway ? change_there(*gateway, action, id) : change_here(with, action, id, how);
}

void cancel(context& with, const remote_options& where, broadcast_id id)
{
    if (!change(with, where, "cancel", id, [&](ledger_desk& book) { return book.cancel(id, here().name); }))
        throw failure{fmt::format("broadcast {} is over already: there is nothing to cancel", id)};
    if (with.json)
        with.print(json::object{{"broadcast", id}, {"cancelled", true}});
    else
        std::cout << fmt::format("Broadcast {} is cancelled: what is not sent stays unsent.\n", id);
}

/// Nobody's approval is replaced by a key: whoever can write the ledger may, and the audit log says so.
bool release_without_approval(const context& with, const remote_options& where, broadcast_id id)
{
    if (!where.url.empty())
        throw failure{
            "--without-approval works at the gateway's own machine only, not with --url", bad_usage};
    return change_here(
        with,
        "release",
        id,
        [&](ledger_desk& book) { return book.release(id, here().name + " without approval"); },
        {{"without_approval", true}}
    );
}

bool release_held(ledger_desk& book, broadcast_id id)
{
    const auto now = book.status(id);
    if (now && now->state == broadcast_state::held && now->needs == held_for::approval)
        waits_for_approval(id);
    return book.release(id, here().name);
}

void release(context& with, const remote_options& where, broadcast_id id, bool without_approval)
{
    const bool changed =
        without_approval
            ? release_without_approval(with, where, id)
            : change(with, where, "release", id, [&](ledger_desk& book) { return release_held(book, id); });
    if (!changed)
        throw failure{fmt::format("broadcast {} is not held: there is nothing to decide", id)};
    if (with.json)
        with.print(json::object{{"broadcast", id}, {"released", true}});
    else
        std::cout << fmt::format("Broadcast {} is released: it goes out to its whole audience.\n", id);
}

[[noreturn]] void not_in_settings(const std::string& channel)
{
    throw failure{fmt::format(
        "channel {0} is not in the gateway's settings (table [{0}]): nothing is sent there", channel
    )};
}

bool steer_channel_here(const context& with, const std::string& channel, bool on)
{
    const auto how = with.load();
    if (channel == "email" ? !how.email.has_value() : !how.enetviet.has_value())
        not_in_settings(channel);
    const auto at = open_desk(how.store);
    bool changed = false;
    at->together([&] {
        changed = on ? at->ledger().pause(channel, here().name) : at->ledger().resume(channel);
        if (changed)
            at->audit().add(
                here(),
                on ? "channel.pause" : "channel.resume",
                "channel " + channel,
                json::serialize(json::object{{"paused", !on}}),
                json::serialize(json::object{{"paused", on}})
            );
    });
    return changed;
}

bool steer_channel(const context& with, const remote_options& where, const std::string& channel, bool on)
{
    const auto gateway = gateway_to_steer(where, with);
    if (!gateway)
        return steer_channel_here(with, channel, on);
    const auto got =
        gateway->ask("POST", fmt::format("/api/channels/{}/{}", channel, on ? "pause" : "resume"));
    if (got.status == 404)
        not_in_settings(channel);
    return is_done(*gateway, got);
}

bool steer_broadcast(const context& with, const remote_options& where, broadcast_id id, bool on)
{
    return change(with, where, on ? "pause" : "resume", id, [&](ledger_desk& book) {
        return on ? book.pause(id, here().name) : book.resume(id);
    });
}

/// A word that is no number is a channel.
void pause(context& with, const remote_options& where, const std::string& what, bool on)
{
    const bool is_broadcast =
        !what.empty() && what.size() < 19 && what.find_first_not_of("0123456789") == std::string::npos;
    if (!is_broadcast && what != "email" && what != "enetviet")
        throw failure{
            fmt::format("\"{}\" is neither the number of a broadcast nor a channel (email, enetviet)", what),
            bad_usage};
    const auto changed = is_broadcast ? steer_broadcast(with, where, std::stoll(what), on)
                                      : steer_channel(with, where, what, on);
    if (is_broadcast && !changed)
        throw failure{fmt::format(
            "broadcast {} {}", what, on ? "is not being sent: there is nothing to pause" : "is not paused"
        )};
    if (with.json)
        with.print(json::object{{"what", what}, {"paused", on}, {"changed", changed}});
    else
        std::cout << fmt::format(
            "{} {}{}\n",
            is_broadcast ? "Broadcast" : "Channel",
            what,
            on ? " is paused: no attempt starts any more." : " goes on."
        );
}

}  // namespace

void add_steering(CLI::App& to, context& with)
{
    auto id = std::make_shared<broadcast_id>();
    auto where = std::make_shared<remote_options>();

    auto& stop = add_command(
        to,
        with,
        "cancel",
        "Stop a broadcast: what is not sent stays unsent",
        [&with, where, id] { cancel(with, *where, *id); }
    );
    stop.add_option("broadcast", *id, "Number of the broadcast")->required();
    stop.footer("Example:\n  loa cancel 12");

    auto what = std::make_shared<std::string>();
    auto& hold = add_command(
        to,
        with,
        "pause",
        "Send nothing more of a broadcast, or on a channel, until it is resumed",
        [&with, where, what] { pause(with, *where, *what, true); }
    );
    hold.add_option("what", *what, "Number of a broadcast, or email or enetviet")->required();
    hold.footer(
        "What is under way is finished; no attempt starts after this command has returned.\n\nExample:\n  "
        "loa pause email"
    );

    auto& on = add_command(
        to,
        with,
        "resume",
        "Go on with what was paused; nothing is repeated",
        [&with, where, what] { pause(with, *where, *what, false); }
    );
    on.add_option("what", *what, "Number of a broadcast, or email or enetviet")->required();
    on.footer("Example:\n  loa resume email");

    auto without_approval = std::make_shared<bool>(false);
    auto& go = add_command(
        to,
        with,
        "release",
        "Let go out what is held: a correction of what is being sent or was sent",
        [&with, where, id, without_approval] { release(with, *where, *id, *without_approval); }
    );
    go.add_option("broadcast", *id, "Number of the broadcast")->required();
    go.add_flag(
        "--without-approval",
        *without_approval,
        "What waits for approval, too: on this machine only, and the audit log says so"
    );
    go.footer("What waits for approval is let go by an approver.\n\nExample:\n  loa release 13");

    for (auto* each : {&stop, &hold, &on, &go}) add_remote_options(*each, where);
}

}  // namespace loa::cli
