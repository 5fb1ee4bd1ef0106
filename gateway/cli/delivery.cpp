#include "gateway/cli/broadcast_json.hpp"
#include "gateway/cli/command.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace json = boost::json;

namespace loa::cli {
namespace {

void show(context& with, const remote_options& where, broadcast_id id, std::uint32_t no)
{
    auto found = read_deliveries(where, with, id, no);
    if (with.json) {
        for (auto& each : found) each.as_object()["broadcast"] = id;
        with.print(found);
        return;
    }
    for (const auto& each : found) {
        const auto& one = each.as_object();
        const auto cause = text_in(one, "cause");
        std::cout << fmt::format(
            "{}: {}, {} attempts{}{}\n  batch {}, key {}\n",
            text_in(one, "channel"),
            text_in(one, "state"),
            number_in(one, "attempts"),
            cause.empty() ? "" : ", ",
            cause,
            number_in(one, "batch"),
            text_in(one, "idempotency_key")
        );
    }
}

}  // namespace

void add_delivery(CLI::App& to, context& with)
{
    auto id = std::make_shared<broadcast_id>();
    auto no = std::make_shared<std::uint32_t>();
    auto where = std::make_shared<remote_options>();
    auto& command = add_command(
        to,
        with,
        "delivery",
        "What became of one destination of a broadcast",
        [&with, where, id, no] { show(with, *where, *id, *no); }
    );
    command.add_option("broadcast", *id, "Number of the broadcast")->required();
    command.add_option("no", *no, "Number of the destination, as `loa missed` prints it")->required();
    add_remote_options(command, where);
    command.footer("Example:\n  loa delivery 12 48211");
}

}  // namespace loa::cli
