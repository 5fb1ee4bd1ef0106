#include "gateway/cli/broadcast_json.hpp"
#include "gateway/cli/command.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace json = boost::json;

namespace loa::cli {
namespace {

void print_table(const broadcast_list& found)
{
    std::cout << fmt::format(
        "{:>6}  {:<9}  {:<7}  {:<26}  {:<24}  {}\n", "ID", "STATE", "URGENCY", "TAKEN IN", "BULLETIN", "TITLE"
    );
    for (const auto& each : found.broadcasts) {
        const auto& one = each.as_object();
        std::cout << fmt::format(
            "{:>6}  {:<9}  {:<7}  {:<26}  {:<24}  {}\n",
            number_in(one, "id"),
            text_in(one, "state"),
            text_in(one, "urgency"),
            time_in(one, "taken_in"),
            fmt::format(
                "{}/{} v{}", text_in(one, "source"), text_in(one, "bulletin"), number_in(one, "version")
            ),
            text_in(one, "title")
        );
    }
    for (const auto& each : found.broadcasts) {
        const auto& one = each.as_object();
        if (const auto decision = decision_in(one); !decision.empty())
            std::cout << fmt::format(
                "To decide: {} is held, {}: {}.\n", number_in(one, "id"), text_in(one, "reason"), decision
            );
    }
    for (const auto& each : found.paused) {
        const auto& one = each.as_object();
        std::cout << fmt::format(
            "Channel {0} is paused by {1} since {2}: nothing is sent there; loa resume {0} goes on.\n",
            text_in(one, "channel"),
            text_in(one, "paused_by"),
            time_in(one, "paused_since")
        );
    }
}

void list(context& with, const remote_options& where, std::size_t most)
{
    const auto found = read_broadcasts(where, with, most);
    if (with.json)
        with.print(found.broadcasts);
    else if (found.broadcasts.empty())
        std::cout << "No broadcasts yet.\n";
    else
        print_table(found);
}

}  // namespace

void add_broadcasts(CLI::App& to, context& with)
{
    auto most = std::make_shared<std::size_t>(20);
    auto where = std::make_shared<remote_options>();
    auto& command =
        add_command(to, with, "broadcasts", "List broadcasts, the newest first", [&with, where, most] {
            list(with, *where, *most);
        });
    command.add_option("--most", *most, "How many")->capture_default_str()->check(CLI::Range(1, 100'000));
    add_remote_options(command, where);
    command.footer("Example:\n  loa broadcasts --most 5");
}

}  // namespace loa::cli
