#include "gateway/cli/broadcast_json.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace loa::cli {
namespace {

std::string moment(const std::optional<wall_time>& when)
{
    return when ? format_rfc3339(*when) : "-";
}

/// Of the channels of the broadcast.
std::string pauses(const broadcast_status& what, const std::vector<ledger_desk::channel_pause>& all)
{
    std::string out;
    for (const auto& each : all)
        for (const auto& channel : what.channels)
            if (channel.channel == each.channel)
                out += fmt::format("  paused     channel {} by {} since {}\n", each.channel, each.by, format_rfc3339(each.since));
    return out;
}

void print_table(const broadcast_status& what, const std::vector<ledger_desk::channel_pause>& paused)
{
    std::cout << fmt::format("Broadcast {}: {}/{} version {}\n", what.id, what.source, what.bulletin, what.version)
              << fmt::format("  {}\n", what.title)
              << fmt::format("  state      {}{}\n", to_string(what.state), what.reason.empty() ? "" : " (" + what.reason + ')')
              << fmt::format("  urgency    {}\n", to_string(what.urgency)) << fmt::format("  taken in   {}\n", format_rfc3339(what.taken_in))
              << fmt::format("  first sent {}\n", moment(what.first_sent_at)) << fmt::format("  finished   {}\n", moment(what.finished_at))
              << pauses(what, paused);
    if (what.quiet_override)
        std::cout << fmt::format("  at night   urgent: sent in quiet hours since {}\n", format_rfc3339(*what.quiet_override));
    if (what.state == broadcast_state::held && what.needs != held_for::approval)
        std::cout << fmt::format("  to decide  loa release {0} sends it, loa cancel {0} does not\n", what.id);
    for (const auto& each : what.channels) {
        std::cout << fmt::format("\n{}: {}{}\n", each.channel, to_string(each.state), each.reason.empty() ? "" : " (" + each.reason + ')');
        for (std::size_t i = 0; i != delivery_state_count; ++i)
            if (each.counts.by_state[i] != 0)
                std::cout << fmt::format("  {:<11} {:>10}\n", to_string(static_cast<delivery_state>(i)), each.counts.by_state[i]);
        if (each.counts.retried != 0)
            std::cout << fmt::format("  {:<11} {:>10}  (of the accepted)\n", "retried", each.counts.retried);
        std::cout << fmt::format("  {:<11} {:>10}  audience {:.16}...\n", "total", each.counts.total(), each.audience_sha256);
    }
    if (!what.causes.empty())
        std::cout << "\nCauses:\n";
    for (const auto& [cause, count] : what.causes)
        std::cout << fmt::format("  {:>10}  {}\n", count, cause);
}

void show(context& with, broadcast_id id)
{
    const auto desk = make_ledger_desk(with.load().store);
    const auto found = desk->status(id);
    if (!found)
        throw failure{fmt::format("there is no broadcast {}; `loa broadcasts` lists them", id)};
    if (with.json)
        with.print(to_json(*found, counted::yes, desk->paused_channels()));
    else
        print_table(*found, desk->paused_channels());
}

}  // namespace

void add_status(CLI::App& to, context& with)
{
    auto id = std::make_shared<broadcast_id>();
    auto& command = add_command(to, with, "status", "How far a broadcast is: deliveries by channel and state, and causes", [&with, id] { show(with, *id); });
    command.add_option("broadcast", *id, "Number of the broadcast")->required();
    command.footer("Example:\n  loa status 12 --json");
}

}  // namespace loa::cli
