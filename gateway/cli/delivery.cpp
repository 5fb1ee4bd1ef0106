#include "gateway/cli/command.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace json = boost::json;

namespace loa::cli {
namespace {

void show(context& with, broadcast_id id, std::uint32_t no)
{
    const auto found = make_ledger_desk(with.load().store)->delivery(id, no);
    if (found.empty())
        throw failure{fmt::format("number {} is not in the audience of broadcast {}, or there is no such broadcast", no, id)};
    if (with.json) {
        json::array out;
        for (const auto& each : found)
            out.push_back(json::object{
                {"broadcast", id},
                {"channel", each.channel},
                {"no", each.no},
                {"batch", each.batch},
                {"state", to_string(each.mark.state())},
                {"attempts", each.mark.attempts()},
                {"cause", each.cause},
                {"idempotency_key", each.idempotency_key},
            });
        with.print(out);
        return;
    }
    for (const auto& each : found)
        std::cout << fmt::format("{}: {}, {} attempts{}\n", each.channel, to_string(each.mark.state()), each.mark.attempts(), each.cause.empty() ? "" : ", " + each.cause)
                  << fmt::format("  batch {}, key {}\n", each.batch, each.idempotency_key);
}

}  // namespace

void add_delivery(CLI::App& to, context& with)
{
    auto id = std::make_shared<broadcast_id>();
    auto no = std::make_shared<std::uint32_t>();
    auto& command = add_command(to, with, "delivery", "What became of one destination of a broadcast", [&with, id, no] { show(with, *id, *no); });
    command.add_option("broadcast", *id, "Number of the broadcast")->required();
    command.add_option("no", *no, "Number of the destination, as `loa missed` prints it")->required();
    command.footer("Example:\n  loa delivery 12 48211");
}

}  // namespace loa::cli
