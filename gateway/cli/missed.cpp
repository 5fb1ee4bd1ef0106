#include "gateway/cli/command.hpp"
#include "gateway/core/mask.hpp"
#include "gateway/ledger/people_listing.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"

#include <boost/json/object.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace json = boost::json;

namespace loa::cli {
namespace {

/// RFC 4180. A leading = + - @ would be a formula to a spreadsheet, so such a field gets an apostrophe before
/// it.
std::string csv_field(std::string text)
{
    if (!text.empty() && std::string_view{"=+-@"}.find(text.front()) != std::string_view::npos)
        text.insert(text.begin(), '\'');
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string{"\"\""} : std::string{c};
    return out + '"';
}

struct missed_delivery {
    delivery_mark mark;
    std::string cause;
};

class printer {
public:
    printer(context& with, contact by, bool full) : with_{with}, by_{by}, full_{full}
    {
        if (!with_.json)
            std::cout << "no,ref,name,role,unit,unit_name,address,state,attempts,cause\n";
    }

    void print(const destination_line& who, const missed_delivery& what)
    {
        const auto& address = by_ == contact::mailbox   ? who.email
                              : by_ == contact::account ? who.account
                                                        : who.ref;
        const auto shown = full_ || address.empty() || by_ == contact::unit ? address : mask(by_, address);
        const std::string state{to_string(what.mark.state())};
        if (with_.json) {
            with_.print(json::object{
                {"no", who.no},
                {"ref", who.ref},
                {"name", who.name},
                {"role", who.role},
                {"unit", who.unit},
                {"unit_name", who.unit_name},
                {"address", shown},
                {"state", state},
                {"attempts", what.mark.attempts()},
                {"cause", what.cause}});
            return;
        }
        std::cout << who.no;
        for (const auto& field : {who.ref, who.name, who.role, who.unit, who.unit_name, shown, state})
            std::cout << ',' << csv_field(field);
        std::cout << ',' << what.mark.attempts() << ',' << csv_field(what.cause) << '\n';
    }

private:
    context& with_;
    contact by_;
    bool full_;
};

void list(context& with, broadcast_id id, const std::string& channel, bool full)
{
    const auto store = with.load().store;
    const auto desk = make_ledger_desk(store);
    const auto status = desk->status(id);
    if (!status)
        throw failure{fmt::format("there is no broadcast {}; `loa broadcasts` lists them", id)};
    const auto at =
        std::find_if(status->channels.begin(), status->channels.end(), [&](const channel_status& c) {
            return c.channel == channel;
        });
    if (at == status->channels.end())
        throw failure{fmt::format("broadcast {} does not go out by channel {}", id, channel)};

    std::map<std::uint32_t, missed_delivery> missed;
    number_set numbers;
    desk->missed(id, channel, [&](const delivery_detail& each) {
        missed[each.no] = {each.mark, each.cause};
        numbers.insert(each.no);
    });
    printer out{with, at->contact, full};
    list_destinations(store, at->contact, numbers, [&](const destination_line& who) {
        out.print(who, missed.at(who.no));
        missed.erase(who.no);
    });
    // Whoever has left the directory since was missed all the same.
    for (const auto& [no, what] : missed) {
        destination_line gone;
        gone.no = no;
        out.print(gone, what);
    }
}

}  // namespace

void add_missed(CLI::App& to, context& with)
{
    auto id = std::make_shared<broadcast_id>();
    auto channel = std::make_shared<std::string>();
    auto full = std::make_shared<bool>(false);
    auto& command = add_command(
        to,
        with,
        "missed",
        "Who did not get a broadcast on a channel, and why (CSV)",
        [&with, id, channel, full] { list(with, *id, *channel, *full); }
    );
    command.add_option("broadcast", *id, "Number of the broadcast")->required();
    command.add_option("--channel", *channel, "enetviet or email")
        ->required()
        ->check(CLI::IsMember{channel_names});
    command.add_flag("--full", *full, "Show addresses unmasked");
    command.footer(
        "With --json one object a line. `loa retry` queues the dead and the rejected of them "
        "again.\n\nExample:\n  loa missed 12 --channel email > missed.csv"
    );
}

}  // namespace loa::cli
