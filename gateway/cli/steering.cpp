#include "gateway/cli/command.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"

#include <boost/json/object.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>

namespace json = boost::json;

namespace loa::cli {
namespace {

/// Who gave the order, for the record.
std::string operator_name()
{
    const char* name = ::getlogin();
    return name ? name : fmt::format("uid {}", ::getuid());
}

void must_exist(ledger_desk& desk, broadcast_id id)
{
    if (!desk.status(id))
        throw failure{fmt::format("there is no broadcast {}; `loa broadcasts` lists them", id)};
}

void retry(context& with, broadcast_id id, const std::string& channel)
{
    const auto desk = make_ledger_desk(with.load().store);
    must_exist(*desk, id);
    const auto count = desk->retry(id, channel);
    if (with.json)
        with.print(json::object{{"broadcast", id}, {"queued", count}});
    else
        std::cout << fmt::format("{} deliveries queued again: exactly those that were dead or rejected.\n", count);
}

void cancel(context& with, broadcast_id id)
{
    const auto desk = make_ledger_desk(with.load().store);
    must_exist(*desk, id);
    if (!desk->cancel(id, operator_name()))
        throw failure{fmt::format("broadcast {} is over already: there is nothing to cancel", id)};
    if (with.json)
        with.print(json::object{{"broadcast", id}, {"cancelled", true}});
    else
        std::cout << fmt::format("Broadcast {} is cancelled: what is not sent stays unsent.\n", id);
}

void release(context& with, broadcast_id id)
{
    const auto desk = make_ledger_desk(with.load().store);
    must_exist(*desk, id);
    if (!desk->release(id, operator_name()))
        throw failure{fmt::format("broadcast {} is not held: there is nothing to decide", id)};
    if (with.json)
        with.print(json::object{{"broadcast", id}, {"released", true}});
    else
        std::cout << fmt::format("Broadcast {} is released: it goes out to its whole audience.\n", id);
}

/// A word that is no number is a channel.
void pause(context& with, const std::string& what, bool on)
{
    const auto desk = make_ledger_desk(with.load().store);
    const bool is_broadcast = !what.empty() && what.size() < 19 && what.find_first_not_of("0123456789") == std::string::npos;
    bool changed = false;
    if (is_broadcast) {
        const auto id = std::stoll(what);
        must_exist(*desk, id);
        changed = on ? desk->pause(id, operator_name()) : desk->resume(id);
        if (!changed)
            throw failure{fmt::format("broadcast {} {}", id, on ? "is not being sent: there is nothing to pause" : "is not paused")};
    }
    else {
        if (what != "email" && what != "enetviet")
            throw failure{fmt::format("\"{}\" is neither the number of a broadcast nor a channel (email, enetviet)", what), bad_usage};
        changed = on ? desk->pause(what, operator_name()) : desk->resume(what);
    }
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

    auto& again = add_command(to, with, "retry", "Queue dead and rejected deliveries again, exactly those", [&with, id, channel] {
        retry(with, *id, *channel);
    });
    again.add_option("broadcast", *id, "Number of the broadcast")->required();
    again.add_option("--channel", *channel, "Only this channel");
    again.footer("Example:\n  loa retry 12 --channel email");

    auto& stop = add_command(to, with, "cancel", "Stop a broadcast: what is not sent stays unsent", [&with, id] { cancel(with, *id); });
    stop.add_option("broadcast", *id, "Number of the broadcast")->required();
    stop.footer("Example:\n  loa cancel 12");

    auto what = std::make_shared<std::string>();
    auto& hold = add_command(to, with, "pause", "Send nothing more of a broadcast, or on a channel, until it is resumed", [&with, what] {
        pause(with, *what, true);
    });
    hold.add_option("what", *what, "Number of a broadcast, or email or enetviet")->required();
    hold.footer("What is under way is finished; no attempt starts after this command has returned.\n\nExample:\n  loa pause email");

    auto& on = add_command(to, with, "resume", "Go on with what was paused; nothing is repeated", [&with, what] { pause(with, *what, false); });
    on.add_option("what", *what, "Number of a broadcast, or email or enetviet")->required();
    on.footer("Example:\n  loa resume email");

    auto& go = add_command(to, with, "release", "Let a held correction go out", [&with, id] { release(with, *id); });
    go.add_option("broadcast", *id, "Number of the broadcast")->required();
    go.footer("A correction is held when an earlier version is being sent or was sent.\n\nExample:\n  loa release 13");
}

}  // namespace loa::cli
