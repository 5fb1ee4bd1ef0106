#include "gateway/cli/command.hpp"
#include "gateway/cli/broadcast_json.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"

#include <boost/json/array.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace loa::cli {
namespace {

void list(context& with, std::size_t most)
{
    const auto desk = make_ledger_desk(with.load().store);
    const auto found = desk->broadcasts(most);
    const auto paused = desk->paused_channels();
    if (with.json) {
        boost::json::array out;
        for (const auto& each : found)
            out.push_back(to_json(each, counted::no, paused));
        with.print(out);
        return;
    }
    if (found.empty()) {
        std::cout << "No broadcasts yet.\n";
        return;
    }
    std::cout << fmt::format("{:>6}  {:<9}  {:<7}  {:<20}  {:<24}  {}\n", "ID", "STATE", "URGENCY", "TAKEN IN", "BULLETIN", "TITLE");
    for (const auto& each : found)
        std::cout << fmt::format(
            "{:>6}  {:<9}  {:<7}  {:<20.19}  {:<24}  {}\n", each.id, to_string(each.state), to_string(each.urgency), format_rfc3339(each.taken_in),
            fmt::format("{}/{} v{}", each.source, each.bulletin, each.version), each.title
        );
    for (const auto& each : found)
        if (each.state == broadcast_state::held && each.needs != held_for::approval)
            std::cout << fmt::format("To decide: {0} is held, {1}: loa release {0} sends it, loa cancel {0} does not.\n", each.id, each.reason);
    for (const auto& each : paused)
        std::cout << fmt::format("Channel {0} is paused by {1} since {2}: nothing is sent there; loa resume {0} goes on.\n", each.channel, each.by, format_rfc3339(each.since));
}

}  // namespace

void add_broadcasts(CLI::App& to, context& with)
{
    auto most = std::make_shared<std::size_t>(20);
    auto& command = add_command(to, with, "broadcasts", "List broadcasts, the newest first", [&with, most] { list(with, *most); });
    command.add_option("--most", *most, "How many")->capture_default_str()->check(CLI::Range(1, 100'000));
    command.footer("Example:\n  loa broadcasts --most 5");
}

}  // namespace loa::cli
