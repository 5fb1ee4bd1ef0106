#include "gateway/cli/broadcast_json.hpp"

#include "gateway/api/broadcast_json.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/cli/here.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/receipt_desk.hpp"
#include "gateway/ledger/sqlite_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace json = boost::json;

namespace loa::cli {
namespace {

constexpr std::size_t most_of_a_page = 200;

json::array to_json(const std::vector<ledger_desk::channel_pause>& paused)
{
    json::array out;
    for (const auto& each : paused)
        out.push_back(json::object{
            {"channel", each.channel}, {"paused_by", each.by}, {"paused_since", json_time(each.since)}});
    return out;
}

json::array read_pauses(const remote_gateway& from)
{
    json::array out;
    const auto got = from.ask("GET", "/api/channels");
    for (const auto& each : list_in(got.body, "items")) {
        const auto& one = each.as_object();
        if (one.at("paused").as_bool())
            out.push_back(json::object{
                {"channel", one.at("channel")},
                {"paused_by", one.at("paused_by")},
                {"paused_since", one.at("paused_since")}});
    }
    return out;
}

void add_pauses(json::object& to, const json::array& paused)
{
    for (auto& each : to.at("channels").as_array()) {
        auto& channel = each.as_object();
        channel["paused_by"] = channel["paused_since"] = nullptr;
        for (const auto& pause : paused)
            if (pause.at("channel") == channel.at("channel")) {
                channel["paused_by"] = pause.at("paused_by");
                channel["paused_since"] = pause.at("paused_since");
            }
    }
}

broadcast_list ask_broadcasts(const remote_gateway& from, std::size_t most)
{
    broadcast_list out;
    std::string cursor;
    do {
        const auto wanted = std::min(most - out.broadcasts.size(), most_of_a_page);
        const auto got = from.ask("GET", fmt::format("/api/broadcasts?limit={}{}", wanted, cursor)).body;
        const auto& items = list_in(got, "items");
        out.broadcasts.insert(out.broadcasts.end(), items.begin(), items.end());
        const auto next = text_in(got, "next");
        cursor = next.empty() ? std::string{} : fmt::format("&cursor={}", next);
    } while (!cursor.empty() && out.broadcasts.size() < most);
    out.paused = read_pauses(from);
    return out;
}

}  // namespace

json::object read_broadcast(const remote_options& where, const context& with, broadcast_id id)
{
    json::object out;
    if (const auto gateway = gateway_to_read(where, with)) {
        auto got = gateway->ask("GET", fmt::format("/api/broadcasts/{}", id));
        if (got.status == 404)
            no_such_broadcast(id);
        out = std::move(got.body);
        add_pauses(out, read_pauses(*gateway));
        return out;
    }
    const auto at = open_desk(with.load().store);
    const auto found = at->ledger().status(id);
    if (!found)
        no_such_broadcast(id);
    out = loa::to_json(*found, counted::yes);
    out["receipts"] = loa::to_json(at->receipts().totals(id));
    add_pauses(out, to_json(at->ledger().paused_channels()));
    return out;
}

broadcast_list read_broadcasts(const remote_options& where, const context& with, std::size_t most)
{
    broadcast_list out;
    if (const auto gateway = gateway_to_read(where, with))
        out = ask_broadcasts(*gateway, most);
    else {
        const auto at = open_desk(with.load().store);
        for (const auto& each : at->ledger().broadcasts(most))
            out.broadcasts.push_back(loa::to_json(each, counted::no));
        out.paused = to_json(at->ledger().paused_channels());
    }
    std::sort(out.paused.begin(), out.paused.end(), [](const json::value& a, const json::value& b) {
        return text_in(a.as_object(), "channel") < text_in(b.as_object(), "channel");
    });
    for (auto& each : out.broadcasts) add_pauses(each.as_object(), out.paused);
    return out;
}

json::array read_deliveries(
    const remote_options& where, const context& with, broadcast_id id, std::uint32_t no
)
{
    json::array out;
    if (const auto gateway = gateway_to_read(where, with))
        out = list_in(
            gateway->ask("GET", fmt::format("/api/broadcasts/{}/deliveries/{}", id, no)).body, "items"
        );
    else
        for (const auto& each : open_desk(with.load().store)->ledger().delivery(id, no))
            out.push_back(loa::to_json(each));
    if (out.empty())
        throw failure{fmt::format(
            "number {} is not in the audience of broadcast {}, or there is no such broadcast", no, id
        )};
    return out;
}

std::string_view text_in(const json::object& of, std::string_view key)
{
    const auto* found = of.if_contains(key);
    return found && found->is_string() ? std::string_view{found->get_string()} : std::string_view{};
}

std::uint64_t number_in(const json::object& of, std::string_view key)
{
    const auto* found = of.if_contains(key);
    return found && found->is_number() ? found->to_number<std::uint64_t>() : 0;
}

const json::array& list_in(const json::object& of, std::string_view key)
{
    static const json::array nothing;
    const auto* found = of.if_contains(key);
    return found && found->is_array() ? found->get_array() : nothing;
}

std::string time_in(const json::object& of, std::string_view key)
{
    const auto when = parse_rfc3339(text_in(of, key));
    return when ? local_time(*when) : "-";
}

std::string decision_in(const json::object& broadcast)
{
    if (text_in(broadcast, "state") != "held")
        return {};
    if (text_in(broadcast, "needs") == "approval")
        return "an approver lets it go";
    return fmt::format("loa release {0} sends it, loa cancel {0} does not", number_in(broadcast, "id"));
}

}  // namespace loa::cli
