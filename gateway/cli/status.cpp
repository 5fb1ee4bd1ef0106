#include "gateway/cli/broadcast_json.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/core/delivery_state.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace json = boost::json;

namespace loa::cli {
namespace {

/// "sending", or "returned (title too long)"
std::string state_in(const json::object& of)
{
    const auto reason = text_in(of, "reason");
    return fmt::format("{}{}", text_in(of, "state"), reason.empty() ? "" : fmt::format(" ({})", reason));
}

void print_head(const json::object& what)
{
    std::cout << fmt::format(
                     "Broadcast {}: {}/{} version {}\n",
                     number_in(what, "id"),
                     text_in(what, "source"),
                     text_in(what, "bulletin"),
                     number_in(what, "version")
                 )
              << fmt::format("  {}\n", text_in(what, "title"))
              << fmt::format("  state      {}\n", state_in(what))
              << fmt::format("  urgency    {}\n", text_in(what, "urgency"))
              << fmt::format("  taken in   {}\n", time_in(what, "taken_in"))
              << fmt::format("  first sent {}\n", time_in(what, "first_sent_at"))
              << fmt::format("  finished   {}\n", time_in(what, "finished_at"));
    for (const auto& each : list_in(what, "channels"))
        if (const auto by = text_in(each.as_object(), "paused_by"); !by.empty())
            std::cout << fmt::format(
                "  paused     channel {} by {} since {}\n",
                text_in(each.as_object(), "channel"),
                by,
                time_in(each.as_object(), "paused_since")
            );
    if (!text_in(what, "quiet_override").empty())
        std::cout << fmt::format(
            "  at night   urgent: sent in quiet hours since {}\n", time_in(what, "quiet_override")
        );
    if (const auto decision = decision_in(what); !decision.empty())
        std::cout << fmt::format("  to decide  {}\n", decision);
}

void print_channel(const json::object& of, const json::array& receipts)
{
    std::cout << fmt::format("\n{}: {}\n", text_in(of, "channel"), state_in(of));
    const auto& counts = of.at("counts").as_object();
    std::uint64_t total = 0;
    for (std::size_t i = 0; i != delivery_state_count; ++i) {
        const auto name = to_string(static_cast<delivery_state>(i));
        const auto count = number_in(counts, name);
        total += count;
        if (count != 0)
            std::cout << fmt::format("  {:<11} {:>10}\n", name, count);
    }
    if (const auto retried = number_in(counts, "retried"); retried != 0)
        std::cout << fmt::format("  {:<11} {:>10}  (of the accepted)\n", "retried", retried);
    std::cout << fmt::format(
        "  {:<11} {:>10}  audience {:.16}...\n", "total", total, text_in(of, "audience_sha256")
    );
    for (const auto& each : receipts)
        if (each.at("channel") == of.at("channel"))
            std::cout << fmt::format(
                "  {:<11} {:>10}  (receipts)\n",
                text_in(each.as_object(), "kind"),
                number_in(each.as_object(), "count")
            );
}

void print_table(const json::object& what)
{
    print_head(what);
    for (const auto& each : list_in(what, "channels"))
        print_channel(each.as_object(), list_in(what, "receipts"));
    if (!list_in(what, "causes").empty())
        std::cout << "\nCauses:\n";
    for (const auto& each : list_in(what, "causes"))
        std::cout << fmt::format(
            "  {:>10}  {}\n", number_in(each.as_object(), "deliveries"), text_in(each.as_object(), "cause")
        );
}

bool is_over(const json::object& what)
{
    const auto state = text_in(what, "state");
    return state == "finished" || state == "cancelled" || state == "replaced";
}

void show(context& with, const remote_options& where, broadcast_id id)
{
    const auto found = read_broadcast(where, with, id);
    if (with.json) {
        with.print(found);
        return;
    }
    print_table(found);
    if (const auto hint = where.url.empty() && !is_over(found) ? not_running(with.load()) : std::string{};
        !hint.empty())
        std::cout << fmt::format("\nHint: {}.\n", hint);
}

}  // namespace

void add_status(CLI::App& to, context& with)
{
    auto id = std::make_shared<broadcast_id>();
    auto where = std::make_shared<remote_options>();
    auto& command = add_command(
        to,
        with,
        "status",
        "How far a broadcast is: deliveries by channel and state, and causes",
        [&with, where, id] { show(with, *where, *id); }
    );
    command.add_option("broadcast", *id, "Number of the broadcast")->required();
    add_remote_options(command, where);
    command.footer("Example:\n  loa status 12 --json");
}

}  // namespace loa::cli
