#include "gateway/ledger/unit_graph.hpp"

#include "gateway/ledger/store_clock.hpp"

#include <algorithm>
#include <optional>

namespace loa {
namespace {

/// What the unit is called in the directory, if it is there.
std::optional<std::uint32_t> unit_number(database& where, const std::string& ref)
{
    statement row{where, "SELECT no FROM unit WHERE ref = ?1", ref};
    return row.step() ? std::optional{row.number<std::uint32_t>(0)} : std::nullopt;
}

/// The levels of the nearest units above that have any. UNION drops repetitions, so a cycle ends.
std::uint32_t levels_from_above(database& where, std::uint32_t unit, wall_time when)
{
    std::uint32_t levels = 0;
    statement rows{
        where,
        "WITH RECURSIVE above (no, levels) AS ("
        " SELECT no, levels FROM unit WHERE no = ?1"
        " UNION SELECT u.no, u.levels FROM above a JOIN unit_edge e ON e.child = a.no JOIN unit u ON u.no = "
        "e.parent"
        " WHERE a.levels = 0 AND e.valid_from <= ?2 AND ?2 < e.valid_to)"
        " SELECT levels FROM above",
        unit,
        to_stored(when)};
    while (rows.step()) levels |= rows.number<std::uint32_t>(0);
    return levels;
}

struct graph {
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> above, below;
    number_set schools;
};

graph read_graph(database& where, wall_time when)
{
    graph out;
    statement edges{
        where,
        "SELECT parent, child FROM unit_edge WHERE valid_from <= ?1 AND ?1 < valid_to",
        to_stored(when)};
    while (edges.step()) {
        const auto parent = edges.number<std::uint32_t>(0), child = edges.number<std::uint32_t>(1);
        out.below[parent].push_back(child);
        out.above[child].push_back(parent);
    }
    statement schools{where, "SELECT no FROM unit WHERE kind = 'school' ORDER BY no"};
    while (schools.step()) out.schools.insert(schools.number<std::uint32_t>(0));
    return out;
}

/// Whether `is_it` says yes to a unit reached from `unit` along `edges`, `unit` itself not asked.
template <class F>
bool any_along(
    const std::unordered_map<std::uint32_t, std::vector<std::uint32_t>>& edges, std::uint32_t unit, F is_it
)
{
    std::vector<std::uint32_t> open{unit};
    number_set seen;
    seen.insert(unit);
    while (!open.empty()) {
        const auto found = edges.find(open.back());
        open.pop_back();
        if (found == edges.end())
            continue;
        for (const auto next : found->second) {
            if (seen.contains(next))
                continue;
            if (is_it(next))
                return true;
            seen.insert(next);
            open.push_back(next);
        }
    }
    return false;
}

bool meet(number_set a, const number_set& b)
{
    a &= b;
    return !a.empty();
}

bool has_role(const audience_term& term, role what)
{
    return term.roles.empty() || std::ranges::find(term.roles, what) != term.roles.end();
}

struct meant_term {
    const audience_term* term = nullptr;
    std::optional<std::uint32_t> unit;
    number_set units;
};

std::vector<meant_term> meant(database& where, const std::vector<audience_term>& terms, wall_time when)
{
    std::vector<meant_term> out;
    for (const auto& term : terms)
        out.push_back({&term, unit_number(where, term.unit), units_of(where, term, when)});
    return out;
}

/// Schools and, outside of schools, units with nothing below.
number_set spelt_out(const graph& all, const number_set& units, const number_set& excluded)
{
    number_set left = units, whole, out;
    left -= excluded;
    left.for_each([&](std::uint32_t unit) {
        if (all.schools.contains(unit) &&
            !any_along(all.below, unit, [&](auto at) { return excluded.contains(at); }))
            whole.insert(unit);
    });
    out = whole;
    left.for_each([&](std::uint32_t unit) {
        const bool is_leaf = !all.below.contains(unit) && !all.schools.contains(unit);
        if (is_leaf && !any_along(all.above, unit, [&](auto at) { return whole.contains(at); }))
            out.insert(unit);
    });
    return out;
}

/// The units to send to for one role.
number_set cover(
    const graph& all,
    const std::vector<meant_term>& include,
    const std::vector<meant_term>& exclude,
    role what
)
{
    number_set excluded;
    for (const auto& term : exclude)
        if (has_role(*term.term, what))
            excluded |= term.units;

    number_set chosen;
    for (const auto& term : include) {
        if (!has_role(*term.term, what) || !term.unit)
            continue;
        const auto cuts_into = [&](const meant_term& other) {
            if (&other == &term || !has_role(*other.term, what) || !other.unit ||
                !meet(other.units, term.units))
                return false;
            const bool is_nested = other.units.contains(*term.unit) || term.units.contains(*other.unit);
            return !is_nested;
        };
        const bool is_whole = term.term->levels.empty() && !meet(term.units, excluded) &&
                              std::ranges::none_of(include, cuts_into);
        if (is_whole)
            chosen.insert(*term.unit);
        else
            chosen |= spelt_out(all, term.units, excluded);
    }

    number_set out;
    chosen.for_each([&](std::uint32_t unit) {
        // Of units in a cycle, each above the other, the smallest number stays.
        const auto is_chosen = [&](auto at) {
            return chosen.contains(at) &&
                   !(at > unit && any_along(all.below, unit, [&](auto below) { return below == at; }));
        };
        if (!any_along(all.above, unit, is_chosen))
            out.insert(unit);
    });
    return out;
}

}  // namespace

number_set units_of(database& where, const audience_term& term, wall_time when)
{
    number_set out;
    const auto start = unit_number(where, term.unit);
    if (!start)
        return out;
    std::uint32_t wanted = 0;
    for (const auto level : term.levels) wanted |= level_bit(level);

    // A unit appears once for each set of levels that comes down to it.
    statement rows{
        where,
        "WITH RECURSIVE below (no, levels) AS ("
        " SELECT ?1, ?2"
        " UNION SELECT u.no, CASE WHEN u.levels <> 0 THEN u.levels ELSE b.levels END"
        " FROM below b JOIN unit_edge e ON e.parent = b.no JOIN unit u ON u.no = e.child"
        " WHERE e.valid_from <= ?3 AND ?3 < e.valid_to)"
        " SELECT no FROM below WHERE ?4 = 0 OR (levels & ?4) <> 0",
        *start,
        wanted == 0 ? 0 : levels_from_above(where, *start, when),
        to_stored(when),
        wanted};
    while (rows.step()) out.insert(rows.number<std::uint32_t>(0));
    return out;
}

number_set unit_audience(database& where, const audience& who, wall_time when)
{
    const auto all = read_graph(where, when);
    const auto include = meant(where, who.include, when);
    const auto exclude = meant(where, who.exclude, when);

    number_set out;
    for (const auto what : all_roles)
        cover(all, include, exclude, what).for_each([&](std::uint32_t unit) {
            out.insert(unit * 4 + static_cast<std::uint32_t>(what));
        });
    return out;
}

std::vector<school_level> levels_of(std::uint32_t bits)
{
    std::vector<school_level> out;
    for (const auto level :
         {school_level::mn, school_level::th, school_level::thcs, school_level::thpt, school_level::gdtx})
        if ((bits & level_bit(level)) != 0)
            out.push_back(level);
    return out;
}

}  // namespace loa
