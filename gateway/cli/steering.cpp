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

    auto& go = add_command(to, with, "release", "Let a held correction go out", [&with, id] { release(with, *id); });
    go.add_option("broadcast", *id, "Number of the broadcast")->required();
    go.footer("A correction is held when an earlier version is being sent or was sent.\n\nExample:\n  loa release 13");
}

}  // namespace loa::cli
