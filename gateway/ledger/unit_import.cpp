#include "gateway/core/number_set.hpp"
#include "gateway/ledger/directory_census.hpp"
#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/import_fields.hpp"
#include "gateway/ledger/import_file.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace loa {
namespace {

/// Units are held in memory while they are imported; the city has some 60,000, with rows of 100 bytes.
constexpr std::size_t most_units = 200'000, longest_row = 2'000;
constexpr std::array<std::string_view, 5> kinds{"department", "cluster", "ward", "school", "class"};

struct unit_row {
    std::uint32_t no = 0;  ///< 0: not in the directory yet
    std::string name, kind;
    std::uint32_t levels = 0, position = 0;
    std::vector<parent_field> parents;
    std::uint64_t line = 0;  ///< of the file; 0: the file does not name it
    std::string text;
    bool is_changed = false;
};

/// By ref, so that the order of units of one parent, and with it everybody's number, does not depend on the
/// order of the file.
using units = std::map<std::string, unit_row, std::less<>>;

units stored_units(database& where)
{
    units out;
    std::unordered_map<std::uint32_t, const std::string*> refs;
    {
        statement rows{where, "SELECT ref, no, name, kind, levels, position FROM unit"};
        while (rows.step()) {
            unit_row one;
            one.no = rows.number<std::uint32_t>(1);
            one.name = rows.text(2);
            one.kind = rows.text(3);
            one.levels = rows.number<std::uint32_t>(4);
            one.position = rows.number<std::uint32_t>(5);
            const auto at = out.emplace(rows.text(0), std::move(one)).first;
            refs[at->second.no] = &at->first;
        }
    }
    statement edges{
        where,
        "SELECT child, parent, valid_from, valid_to FROM unit_edge ORDER BY child, parent, valid_from"};
    while (edges.step())
        out.find(*refs.at(edges.number<std::uint32_t>(0)))
            ->second.parents.push_back(
                {*refs.at(edges.number<std::uint32_t>(1)), edges.integer(2), edges.integer(3)}
            );
    return out;
}

/// Empty: all is well.
complaint read_row(const import_file& file, unit_row& row)
{
    if (file.text().size() > longest_row)
        return {"", "row_too_long", "the row is longer than 2,000 bytes"};
    if (const auto wrong = check_unit_ref(file.field(0)); !wrong.empty())
        return wrong;
    if (const auto wrong = check_name(file.field(1), row.name); !wrong.empty())
        return wrong;
    row.kind = file.field(2);
    if (std::ranges::find(kinds, row.kind) == kinds.end())
        return {"kind", "unknown_kind", "kind is department, cluster, ward, school or class"};
    if (const auto wrong = check_levels(file.field(3), row.levels); !wrong.empty())
        return wrong;
    if (const auto wrong = check_parents(file.field(4), row.parents); !wrong.empty())
        return wrong;
    for (const auto& parent : row.parents)
        if (parent.ref == file.field(0))
            return {"parents", "own_parent", "a unit cannot be its own parent"};
    row.line = file.line();
    row.text = file.text();
    return {};
}

units read_file(import_file& file)
{
    units out;
    while (file.next()) {
        unit_row row;
        if (const auto wrong = read_row(file, row); !wrong.empty()) {
            file.reject(wrong);
            continue;
        }
        if (out.size() == most_units)
            throw unusable_file{"too_many_units", {}, "the file has more than 200,000 units"};
        const auto [at, is_new] = out.try_emplace(std::string{file.field(0)}, std::move(row));
        if (!is_new)
            file.reject(
                "ref",
                "repeated_reference",
                std::to_string(at->second.line),
                "the same ref is on line " + std::to_string(at->second.line)
            );
    }
    return out;
}

/// A row whose parent is nowhere is turned down, and then those below it, and so on: each once, however long
/// the chain is.
void reject_orphans(units& given, const units& stored, import_file& file)
{
    std::unordered_map<std::string_view, std::vector<const units::value_type*>> below;
    std::vector<std::pair<const units::value_type*, std::string_view>> orphans;  // and the parent they lack
    std::unordered_set<const units::value_type*> seen;
    for (const auto& unit : given)
        for (const auto& parent : unit.second.parents) {
            if (given.contains(parent.ref))
                below[parent.ref].push_back(&unit);
            else if (!stored.contains(parent.ref) && seen.insert(&unit).second)
                orphans.emplace_back(&unit, parent.ref);
        }
    for (std::size_t i = 0; i != orphans.size(); ++i) {
        const auto [orphan, missing] = orphans[i];
        file.reject(
            {orphan->second.line,
             "parents",
             "unknown_unit",
             std::string{missing},
             "there is no unit \"" + std::string{missing} + "\" for it to belong to",
             orphan->second.text}
        );
        // What is stored stays as it is, and those below may go on belonging to it.
        if (stored.contains(orphan->first))
            continue;
        for (const auto* child : below[orphan->first])
            if (seen.insert(child).second)
                orphans.emplace_back(child, orphan->first);
    }
    below.clear();  // its keys are in the rows that go now
    for (const auto& [orphan, missing] : orphans) given.erase(given.find(orphan->first));
}

/// The file's word on each unit it names, laid over what is stored.
void lay_over(units& all, units given)
{
    for (auto& [ref, row] : given) {
        std::ranges::sort(row.parents, {}, [](const auto& p) {
            return std::tie(p.ref, p.valid_from, p.valid_to);
        });
        const auto same = [](const auto& a, const auto& b) {
            return a.ref == b.ref && a.valid_from == b.valid_from;
        };
        row.parents.erase(std::unique(row.parents.begin(), row.parents.end(), same), row.parents.end());
        row.text.clear();

        const auto [at, is_new] = all.try_emplace(ref);
        auto before = at->second.parents;
        std::ranges::sort(before, {}, [](const auto& p) {
            return std::tie(p.ref, p.valid_from, p.valid_to);
        });
        row.no = at->second.no;
        row.position = at->second.position;
        row.is_changed = is_new || row.name != at->second.name || row.kind != at->second.kind ||
                         row.levels != at->second.levels || row.parents != before;
        at->second = std::move(row);
    }
}

/// Refs depth first. Units that no root leads to (in a cycle) come last.
std::vector<const units::value_type*> organisation_order(const units& all)
{
    std::unordered_map<std::string_view, std::vector<const units::value_type*>> below;
    std::vector<const units::value_type*> out, open;
    for (const auto& unit : all)
        for (const auto& parent : unit.second.parents) below[parent.ref].push_back(&unit);

    std::unordered_map<std::string_view, bool> seen;
    const auto walk_from = [&](const units::value_type& root) {
        open.push_back(&root);
        while (!open.empty()) {
            const auto* unit = open.back();
            open.pop_back();
            if (std::exchange(seen[unit->first], true))
                continue;
            out.push_back(unit);
            const auto& children = below[unit->first];
            open.insert(open.end(), children.rbegin(), children.rend());
        }
    };
    for (const auto& unit : all)
        if (unit.second.parents.empty())
            walk_from(unit);
    for (const auto& unit : all) walk_from(unit);
    return out;
}

void store_units(database& where, units& all, import_report& report)
{
    std::uint32_t next = 0;
    {
        statement row{where, "SELECT coalesce(max(no), 0) FROM unit"};
        row.step();
        next = row.number<std::uint32_t>(0);
    }
    std::uint32_t position = 0;
    for (const auto* in_order : organisation_order(all)) {
        auto& unit = all.find(in_order->first)->second;
        ++position;
        if (unit.no == 0) {
            unit.no = ++next;
            ++report.created;
            statement{
                where,
                "INSERT INTO unit (no, ref, name, kind, levels, position) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                unit.no,
                in_order->first,
                unit.name,
                unit.kind,
                unit.levels,
                position}
                .run();
            continue;
        }
        if (unit.line != 0)
            ++(unit.is_changed ? report.updated : report.unchanged);
        if (unit.is_changed || unit.position != position)
            statement{
                where,
                "UPDATE unit SET name = ?2, kind = ?3, levels = ?4, position = ?5 WHERE no = ?1",
                unit.no,
                unit.name,
                unit.kind,
                unit.levels,
                position}
                .run();
    }
    for (const auto& [ref, unit] : all) {
        if (!unit.is_changed)
            continue;
        statement{where, "DELETE FROM unit_edge WHERE child = ?1", unit.no}.run();
        for (const auto& parent : unit.parents)
            statement{
                where,
                "INSERT INTO unit_edge (parent, child, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)",
                all.find(parent.ref)->second.no,
                unit.no,
                parent.valid_from,
                parent.valid_to}
                .run();
    }
}

}  // namespace

import_report import_units(const sqlite_params& where, const import_request& what)
{
    import_file file{what, {"ref", "name", "kind"}, {"levels", "parents"}};
    auto given = read_file(file);

    database store{where.folder / "directory.db", directory_schema(), store_access::create};
    if (what.is_stopped)
        store.interrupt_when(what.is_stopped);
    transaction all{store};
    auto known = stored_units(store);
    reject_orphans(given, known, file);
    lay_over(known, std::move(given));

    import_report report;
    store_units(store, known, report);
    note_import(store, store_now(where), "units");
    all.commit();
    report.rows = file.rows();
    report.rejected = file.rejected();
    return report;
}

}  // namespace loa
