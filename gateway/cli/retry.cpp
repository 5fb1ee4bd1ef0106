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

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

namespace json = boost::json;

namespace loa::cli {
namespace {

/// How long a gateway is asked again that is sending all that could be queued.
constexpr std::chrono::seconds wait_for_batches{5};

[[noreturn]] void no_such_channel(broadcast_id id, const std::string& channel)
{
    throw failure{fmt::format("broadcast {} does not go out by channel {}", id, channel)};
}

/// Which of the dead and rejected; empty: all.
struct retry_choice {
    std::string channel, cause;
};

json::object to_json(const retry_choice& which)
{
    json::object out;
    if (!which.channel.empty())
        out["channel"] = which.channel;
    if (!which.cause.empty())
        out["cause"] = which.cause;
    return out;
}

std::uint64_t retry_there(const remote_gateway& by, broadcast_id id, const retry_choice& which)
{
    const auto give_up = std::chrono::steady_clock::now() + wait_for_batches;
    for (;;) {
        const auto got = by.ask("POST", fmt::format("/api/broadcasts/{}/retry", id), to_json(which));
        const auto* queued = got.body.if_contains("queued");
        if (got.status == 200 && queued)
            return queued->to_number<std::uint64_t>();
        if (got.code() == "no_such_channel")
            no_such_channel(id, which.channel);
        if (got.status == 404)
            no_such_broadcast(id);
        if (got.code() != "being_sent" || std::chrono::steady_clock::now() >= give_up)
            throw failure{fmt::format("{} refuses: {}", by.name(), got.why())};
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
}

std::uint64_t retry_here(const context& with, broadcast_id id, const retry_choice& which)
{
    const auto at = open_desk(with.load().store);
    const auto found = at->ledger().status(id);
    if (!found)
        no_such_broadcast(id);
    const auto is_asked = [&](const channel_status& each) { return each.channel == which.channel; };
    if (!which.channel.empty() && std::ranges::none_of(found->channels, is_asked))
        no_such_channel(id, which.channel);
    // Waits for what is being sent, so in a transaction of its own.
    const auto count = at->ledger().retry(id, which.channel, which.cause);
    auto after = to_json(which);
    after["queued"] = count;
    if (count != 0)
        at->audit().add(
            here(), "broadcast.retry", fmt::format("broadcast {}", id), "", json::serialize(after)
        );
    return count;
}

void retry(context& with, const remote_options& where, broadcast_id id, const retry_choice& which)
{
    const auto gateway = gateway_to_steer(where, with);
    const auto count = gateway ? retry_there(*gateway, id, which) : retry_here(with, id, which);
    if (with.json)
        with.print(json::object{{"broadcast", id}, {"queued", count}});
    else
        std::cout << fmt::format(
            "{} deliveries queued again: exactly those that were dead or rejected.\n", count
        );
}

}  // namespace

void add_retry(CLI::App& to, context& with)
{
    auto id = std::make_shared<broadcast_id>();
    auto which = std::make_shared<retry_choice>();
    auto where = std::make_shared<remote_options>();
    auto& command = add_command(
        to,
        with,
        "retry",
        "Queue dead and rejected deliveries again, exactly those",
        [&with, where, id, which] { retry(with, *where, *id, *which); }
    );
    command.add_option("broadcast", *id, "Number of the broadcast")->required();
    command.add_option("--channel", which->channel, "Only this channel")->check(CLI::IsMember{channel_names});
    command.add_option("--cause", which->cause, "Only those with this cause, whole, as loa status shows it");
    add_remote_options(command, where);
    command.footer("Example:\n  loa retry 12 --channel email\n  loa retry 12 --cause 'HTTP 503'");
}

}  // namespace loa::cli
