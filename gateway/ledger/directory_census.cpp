#include "gateway/ledger/directory_census.hpp"

#include "gateway/core/unicode.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/store_clock.hpp"
#include "gateway/ledger/unit_graph.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>

namespace loa {
namespace {

constexpr std::uint32_t nowhere = UINT32_MAX;
constexpr std::size_t page_bytes = 256 * 1024;

std::int64_t present_generation(database& where)
{
    statement row{where, "SELECT coalesce(max(id), 0) FROM directory_import"};
    row.step();
    return row.integer(0);
}

}  // namespace

void note_import(database& where, wall_time now, std::string_view kind)
{
    statement{where, "INSERT INTO directory_import (at, kind) VALUES (?1, ?2)", to_stored(now), kind}.run();
}

directory_census::directory_census(database& where)
{
    where.execute("BEGIN");  // all of one moment
    try {
        generation_ = present_generation(where);
        read_units(where);
        read_edges(where);
        read_people(where);
    } catch (...) {
        where.execute("COMMIT");
        throw;
    }
    where.execute("COMMIT");
}

std::string_view directory_census::keep(std::string_view text)
{
    if (text.empty())
        return {};
    if (page_left_ < text.size()) {
        page_left_ = std::max(page_bytes, text.size());
        pages_.push_back(std::make_unique<char[]>(page_left_));
        page_next_ = pages_.back().get();
    }
    auto* const at = page_next_;
    std::memcpy(at, text.data(), text.size());
    page_next_ += text.size();
    page_left_ -= text.size();
    return {at, text.size()};
}

void directory_census::read_units(database& where)
{
    std::map<std::string, std::string_view, std::less<>> kinds;
    statement rows{where, "SELECT no, ref, name, kind, levels, position FROM unit ORDER BY position, no"};
    while (rows.step()) {
        unit one;
        one.no = rows.number<std::uint32_t>(0);
        one.ref = keep(rows.text(1));
        one.name = keep(rows.text(2));
        one.folded = keep(without_diacritics(one.name));
        auto kind = kinds.find(rows.text(3));
        if (kind == kinds.end())
            kind = kinds.emplace(rows.text(3), keep(rows.text(3))).first;
        one.kind = kind->second;
        one.levels = rows.number<std::uint32_t>(4);
        one.position = rows.number<std::uint32_t>(5);
        if (one.no >= by_no_.size())
            by_no_.resize(one.no + 1, nowhere);
        by_no_[one.no] = static_cast<std::uint32_t>(units_.size());
        by_ref_.emplace(one.ref, static_cast<std::uint32_t>(units_.size()));
        units_.push_back(one);
    }
}

void directory_census::read_edges(database& where)
{
    statement rows{where, "SELECT parent, child, valid_from, valid_to FROM unit_edge ORDER BY parent, child"};
    while (rows.step())
        edges_.push_back(
            {rows.number<std::uint32_t>(0), rows.number<std::uint32_t>(1), rows.integer(2), rows.integer(3)}
        );
    for (std::size_t i = 0; i != edges_.size(); ++i)
        above_.emplace_back(edges_[i].child, static_cast<std::uint32_t>(i));
    std::ranges::sort(above_);
}

void directory_census::read_people(database& where)
{
    for (const auto what : all_roles) {
        auto& here = places_.at(static_cast<std::size_t>(what));
        here.start.assign(by_no_.size() + 1, 0);
        statement rows{where, "SELECT unit, no FROM membership WHERE role = ?1 ORDER BY unit, no", what};
        std::uint32_t next = 0;  // the first unit whose start is not known
        while (rows.step()) {
            const auto at = rows.number<std::uint32_t>(0);
            for (; next <= at && next < here.start.size(); ++next)
                here.start[next] = static_cast<std::uint32_t>(here.people.size());
            here.people.push_back(rows.number<std::uint32_t>(1));
        }
        for (; next < here.start.size(); ++next)
            here.start[next] = static_cast<std::uint32_t>(here.people.size());
    }
    statement reach{where, "SELECT no, reach FROM person ORDER BY no, reach"};
    while (reach.step()) {
        const auto no = reach.number<std::uint32_t>(0), bits = reach.number<std::uint32_t>(1);
        if ((bits & reach_account) != 0)
            with_account_.insert(no);
        if ((bits & reach_mailbox) != 0)
            with_mailbox_.insert(no);
        last_person_ = no;
    }
    for (const auto by : {contact::account, contact::mailbox}) {
        auto& here = shared_[by == contact::account ? 0 : 1];
        statement rows{where, "SELECT no, first FROM shared_address WHERE contact = ?1 ORDER BY no", by};
        while (rows.step()) here.emplace_back(rows.number<std::uint32_t>(0), rows.number<std::uint32_t>(1));
    }
}

const directory_census::unit* directory_census::find(std::string_view ref) const noexcept
{
    const auto at = by_ref_.find(ref);
    return at == by_ref_.end() ? nullptr : &units_[at->second];
}

const directory_census::unit* directory_census::find(std::uint32_t no) const noexcept
{
    return no < by_no_.size() && by_no_[no] != nowhere ? &units_[by_no_[no]] : nullptr;
}

std::span<const directory_census::edge> directory_census::edges_below(std::uint32_t no) const noexcept
{
    const auto first = std::ranges::lower_bound(edges_, no, {}, &edge::parent);
    return {first, std::ranges::upper_bound(first, edges_.end(), no, {}, &edge::parent)};
}

std::vector<std::uint32_t> directory_census::roots(wall_time when) const
{
    const auto now = to_stored(when);
    number_set under;
    for (const auto& one : edges_)
        if (one.from <= now && now < one.to)
            under.insert(one.child);
    std::vector<std::uint32_t> out;
    for (const auto& one : units_)
        if (!under.contains(one.no))
            out.push_back(one.no);
    return out;
}

std::vector<std::uint32_t> directory_census::below(std::uint32_t no, wall_time when) const
{
    const auto now = to_stored(when);
    std::vector<std::uint32_t> out;
    for (const auto& one : edges_below(no))
        if (one.from <= now && now < one.to && find(one.child) != nullptr)
            out.push_back(one.child);
    std::ranges::sort(out, {}, [&](auto child) { return std::pair{find(child)->position, child}; });
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<std::uint32_t> directory_census::above(std::uint32_t no, wall_time when) const
{
    const auto now = to_stored(when);
    std::vector<std::uint32_t> out;
    for (auto up = std::ranges::lower_bound(above_, std::pair{no, 0u}); up != above_.end() && up->first == no; ++up)
        if (const auto& one = edges_[up->second]; one.from <= now && now < one.to && find(one.parent) != nullptr)
            out.push_back(one.parent);
    return out;
}

std::vector<std::uint32_t> directory_census::tree(std::uint32_t no, wall_time when) const
{
    const auto now = to_stored(when);
    std::vector<std::uint32_t> out{no};
    std::unordered_map<std::uint32_t, bool> seen{{no, true}};
    for (std::size_t i = 0; i != out.size(); ++i)
        for (const auto& one : edges_below(out[i]))
            if (one.from <= now && now < one.to && seen.emplace(one.child, true).second)
                out.push_back(one.child);
    return out;
}

std::uint32_t directory_census::levels_from_above(std::uint32_t no, wall_time when) const
{
    std::uint32_t levels = 0;
    std::vector<std::uint32_t> open{no};
    number_set seen;
    seen.insert(no);
    while (!open.empty()) {
        const auto* at = find(open.back());
        open.pop_back();
        if (at == nullptr)
            continue;
        levels |= at->levels;
        if (at->levels != 0)
            continue;
        for (const auto parent : above(at->no, when))
            if (!seen.contains(parent)) {
                seen.insert(parent);
                open.push_back(parent);
            }
    }
    return levels;
}

number_set directory_census::units_of(const audience_term& term, wall_time when) const
{
    number_set out;
    const auto* start = find(term.unit);
    if (start == nullptr)
        return out;
    std::uint32_t wanted = 0;
    for (const auto level : term.levels) wanted |= level_bit(level);

    // A unit is looked at once for each set of levels that comes down to it.
    const auto now = to_stored(when);
    std::vector<std::uint32_t> seen(by_no_.size());  // a bit for each set
    std::vector<std::pair<std::uint32_t, std::uint32_t>> open;
    const auto meet = [&](std::uint32_t no, std::uint32_t levels) {
        const auto bit = 1u << (levels & 31u);
        if ((seen[no] & bit) != 0)
            return;
        seen[no] |= bit;
        open.emplace_back(no, levels);
        if (wanted == 0 || (levels & wanted) != 0)
            out.insert(no);
    };
    meet(start->no, wanted == 0 ? 0 : levels_from_above(start->no, when));
    while (!open.empty()) {
        const auto [no, levels] = open.back();
        open.pop_back();
        for (const auto& one : edges_below(no)) {
            const auto* child = one.from <= now && now < one.to ? find(one.child) : nullptr;
            if (child != nullptr)
                meet(child->no, wanted == 0 ? 0 : child->levels != 0 ? child->levels : levels);
        }
    }
    return out;
}

std::span<const std::uint32_t> directory_census::people_at(std::uint32_t no, role what) const noexcept
{
    const auto& here = places_[static_cast<std::size_t>(what)];
    if (no + 1 >= here.start.size())
        return {};
    return std::span{here.people}.subspan(here.start[no], here.start[no + 1] - here.start[no]);
}

std::shared_ptr<const directory_census> present_census(database& where, const std::filesystem::path& folder)
{
    // Shared by the desks of all threads: one for each would be five times the memory. Read under the lock,
    // so that they do not all read it at once.
    static std::mutex lock;
    static std::map<std::filesystem::path, std::weak_ptr<const directory_census>> kept;
    const std::scoped_lock hold{lock};
    auto& here = kept[folder];
    auto census = here.lock();
    if (!census || census->generation() != present_generation(where)) {
        census = std::make_shared<const directory_census>(where);
        here = census;
    }
    return census;
}

}  // namespace loa
