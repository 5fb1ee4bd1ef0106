#include "gateway/core/rejected_intake.hpp"

#include "gateway/cli/command.hpp"
#include "gateway/cli/here.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/bulletin.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/core/mask.hpp"
#include "gateway/core/unicode.hpp"
#include "gateway/ledger/sqlite_desk.hpp"
#include "queue/redis_rejected.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace json = boost::json;

namespace loa::cli {
namespace {

constexpr std::size_t most_listed = 200;

template <class T>
T taken(rejected_intake::answer<T> from)
{
    if (!from)
        throw failure{from.error().text};
    return std::move(*from);
}

json::object to_json(const rejected_entry& what)
{
    json::array reasons;
    for (const auto& each : what.reasons)
        reasons.push_back(json::object{{"field", each.field}, {"code", each.code}, {"text", each.text}});
    return {
        {"id", what.id},
        {"at", format_rfc3339(what.at)},
        {"entry", as_utf8(what.entry)},
        {"bytes", what.payload.size()},
        {"reasons", std::move(reasons)},
    };
}

void list(context& with)
{
    const auto how = with.load(secret_files::of_redis);
    const auto some = taken(make_redis_rejected(how.redis)->list({}, most_listed));
    json::array out;
    for (const auto& each : some.entries) {
        if (with.json) {
            out.push_back(to_json(each));
            continue;
        }
        std::cout << fmt::format("{}  {}  {} bytes\n", each.id, local_time(each.at), each.payload.size());
        for (const auto& why : each.reasons)
            std::cout << fmt::format("    {}{}{}\n", why.field, why.field.empty() ? "" : ": ", why.text);
    }
    if (with.json)
        with.print(out);
    else if (some.has_more)
        std::cout << fmt::format("... and {} more\n", some.total - some.entries.size());
}

rejected_entry found(rejected_intake& in, const std::string& id)
{
    auto one = is_entry_id(id) ? taken(in.find(id)) : std::nullopt;
    if (!one)
        throw failure{"there is no rejected entry " + id + "; `loa rejected list` lists them"};
    return std::move(*one);
}

void show(context& with, const std::string& id)
{
    const auto how = with.load(secret_files::of_redis);
    const auto one = found(*make_redis_rejected(how.redis), id);
    if (with.json) {
        auto out = to_json(one);
        out["payload"] = as_utf8(one.payload);
        with.print(out);
        return;
    }
    std::cout << one.payload << '\n';
    for (const auto& why : one.reasons)
        std::cerr << fmt::format("{}{}{}\n", why.field, why.field.empty() ? "" : ": ", why.text);
}

void remove(context& with, const std::string& id, const std::string& reason)
{
    const auto how = with.load(secret_files::of_redis);
    const auto rejected = make_redis_rejected(how.redis);
    found(*rejected, id);
    // Redis and the ledger have no transaction in common: nothing is done that the log does not know of.
    open_desk(how.store)->audit().add(
        here(),
        "rejected.delete",
        "rejected " + id,
        {},
        json::serialize(json::object{{"reason", mask_text(reason)}})
    );
    taken(rejected->remove(id));
    if (with.json)
        with.print(json::object{{"deleted", id}});
    else
        std::cout << "deleted\n";
}

}  // namespace

void add_rejected(CLI::App& to, context& with)
{
    auto& group = *to.add_subcommand("rejected", "What was published and could not be taken in");
    group.require_subcommand(1);
    add_command(group, with, "list", "List them with the reasons, the latest first", [&with] {
        list(with);
    }).footer("Example:\n  loa rejected list");

    auto id = std::make_shared<std::string>(), reason = std::make_shared<std::string>();
    auto& showing = add_command(
        group,
        with,
        "show",
        "Print one as it was published; the reasons go to standard error",
        [&with, id] { show(with, *id); }
    );
    showing.add_option("id", *id, "Of the list")->required();
    showing.footer(
        "Example:\n  loa rejected show 1700000000000-0 > bulletin.json; $EDITOR bulletin.json; loa publish "
        "bulletin.json"
    );

    auto& removing =
        add_command(group, with, "delete", "Take one off the list for good", [&with, id, reason] {
            remove(with, *id, *reason);
        });
    removing.add_option("id", *id, "Of the list")->required();
    removing.add_option("--reason", *reason, "Why, for the audit log")->required();
    removing.footer("Example:\n  loa rejected delete 1700000000000-0 --reason 'published again, corrected'");
}

}  // namespace loa::cli
