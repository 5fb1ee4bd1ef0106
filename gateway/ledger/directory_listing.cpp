#include "gateway/ledger/directory_listing.hpp"

#include "gateway/ledger/database.hpp"
#include "gateway/ledger/directory_rows.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/store_clock.hpp"
#include "gateway/ledger/unit_graph.hpp"

namespace loa {
namespace {

database open_directory(const sqlite_params& where)
{
    return {where.folder / "directory.db", directory_schema(), store_access::existing};
}

}  // namespace

void list_units(const sqlite_params& where, const std::function<void(const unit_line&)>& each)
{
    auto store = open_directory(where);
    const auto now = to_stored(store_now(where));
    statement units{store, "SELECT no, ref, name, kind, levels FROM unit ORDER BY position, no"};
    statement parents{
        store,
        "SELECT u.ref FROM unit_edge e JOIN unit u ON u.no = e.parent WHERE e.child = ?1 AND e.valid_from <= "
        "?2"
        " AND ?2 < e.valid_to ORDER BY u.ref"};
    statement people{store, "SELECT count(*) FROM membership WHERE role = ?1 AND unit = ?2"};
    while (units.step()) {
        const auto no = units.integer(0);
        unit_line line;
        line.ref = units.text(1);
        line.name = units.text(2);
        line.kind = units.text(3);
        line.levels = levels_of(units.number<std::uint32_t>(4));
        parents.with(no, now);
        while (parents.step()) line.parents.emplace_back(parents.text(0));
        for (const auto what : all_roles) {
            people.with(what, no).step();
            line.people.at(static_cast<std::size_t>(what)) = people.number<std::uint64_t>(0);
        }
        each(line);
    }
}

directory_counts count_directory(const sqlite_params& where)
{
    auto store = open_directory(where);
    directory_counts out;
    statement kinds{store, "SELECT kind, count(*) FROM unit GROUP BY kind ORDER BY min(position)"};
    while (kinds.step()) out.units.emplace_back(kinds.text(0), kinds.number<std::uint64_t>(1));

    statement reach{store, "SELECT reach, count(*) FROM person GROUP BY reach"};
    while (reach.step()) {
        const auto bits = reach.number<std::uint32_t>(0);
        const auto count = reach.number<std::uint64_t>(1);
        out.people += count;
        out.with_account += (bits & reach_account) != 0 ? count : 0;
        out.with_mailbox += (bits & reach_mailbox) != 0 ? count : 0;
    }

    statement members{store, "SELECT no FROM membership WHERE role = ?1"};
    for (const auto what : all_roles) {
        number_set people;
        members.with(what);
        while (members.step()) people.insert(members.number<std::uint32_t>(0));
        out.by_role.at(static_cast<std::size_t>(what)) = people.size();
    }
    return out;
}

std::optional<people_by_role> count_people(const sqlite_params& where, const std::string& unit)
{
    auto store = open_directory(where);
    const auto units = units_of(store, {unit, {}, {}}, store_now(where));
    if (units.empty())
        return std::nullopt;
    people_by_role out{};
    for (const auto what : all_roles)
        out.at(static_cast<std::size_t>(what)) = people_at(store, units, {what}).size();
    return out;
}

}  // namespace loa
