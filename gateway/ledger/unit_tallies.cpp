#include "gateway/ledger/unit_tallies.hpp"

#include "gateway/core/desk_refusal.hpp"
#include "gateway/ledger/unit_graph.hpp"

#include <algorithm>
#include <utility>

namespace loa {
namespace {

// Beside the fortune of a destination while places are counted.
constexpr std::uint8_t fortune_bits = 0x0f;
constexpr std::uint8_t has_place = 0x10;
constexpr std::uint8_t has_places = 0x20;

template <class F>
void for_each_place(const directory_census& all, const meant_places& meant, F each)
{
    for (const auto& unit : all.units())
        for (const auto what : all_roles)
            if (meant.at(unit.no, what))
                for (const auto no : all.people_at(unit.no, what)) each(unit.no, no);
}

std::uint64_t total(const std::array<std::uint32_t, 4>& what)
{
    return std::uint64_t{what[0]} + what[1] + what[2] + what[3];
}

}  // namespace

meant_places::meant_places(const directory_census& all, const audience& who, wall_time when)
{
    for (const auto& term : who.include) {
        const auto units = all.units_of(term, when);
        for (const auto what : all_roles)
            if (term.roles.empty() || std::ranges::find(term.roles, what) != term.roles.end())
                units_.at(static_cast<std::size_t>(what)) |= units;
    }
}

fortune fortune_of(delivery_state what) noexcept
{
    if (!is_final(what))
        return fortune::waiting;
    switch (what) {
        case delivery_state::accepted:
        case delivery_state::delivered:
        case delivery_state::covered: return fortune::reached;
        case delivery_state::no_address: return fortune::no_address;
        default: return fortune::missed;
    }
}

unit_tallies::unit_tallies(
    const directory_census& all, const audience& who, contact by, fortunes of, wall_time when
)
    : when_{when}
{
    if (by == contact::unit)
        count_posts(all, of);
    else
        count_people(all, who, of);
    lines_.clear();

    number_set named, below;
    for (const auto& term : who.include)
        if (const auto* unit = all.find(term.unit))
            named.insert(unit->no);
    named.for_each([&](std::uint32_t no) {
        for (const auto each : all.tree(no, when_))
            if (each != no)
                below.insert(each);
    });
    for (const auto& unit : all.units())
        if (named.contains(unit.no) && !below.contains(unit.no))
            tops_.push_back(unit.no);
}

void unit_tallies::count_people(const directory_census& all, const audience& who, fortunes& of)
{
    const meant_places meant{all, who, when_};
    for_each_place(all, meant, [&](std::uint32_t, std::uint32_t no) {
        if (no < of.size() && of[no] != 0)
            of[no] |= (of[no] & has_place) != 0 ? has_places : has_place;
    });
    // Most are at one unit only; the others are gathered, so that they count once where their units meet.
    std::unordered_map<std::uint32_t, tally> direct;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> several;  // number, unit
    for_each_place(all, meant, [&](std::uint32_t unit, std::uint32_t no) {
        if (no >= of.size() || of[no] == 0)
            return;
        if ((of[no] & has_places) != 0)
            several.emplace_back(no, unit);
        else
            ++direct[unit].at((of[no] & fortune_bits) - 1u);
    });
    for (const auto& [unit, what] : direct) add(all, unit, what);

    std::ranges::sort(several);
    std::vector<std::uint32_t> units;
    for (auto at = several.begin(); at != several.end();) {
        const auto no = at->first;
        units.clear();
        for (; at != several.end() && at->first == no; ++at) {
            const auto& line = line_of(all, at->second);
            units.insert(units.end(), line.begin(), line.end());
        }
        std::ranges::sort(units);
        units.erase(std::unique(units.begin(), units.end()), units.end());
        for (const auto unit : units) ++by_unit_[unit].at((of[no] & fortune_bits) - 1u);
    }
    elsewhere_ = static_cast<std::uint64_t>(std::ranges::count_if(of, [](auto each) {
        return each != 0 && (each & has_place) == 0;
    }));
}

void unit_tallies::count_posts(const directory_census& all, const fortunes& of)
{
    for (std::uint32_t no = 0; no != of.size(); ++no) {
        if (of[no] == 0)
            continue;
        tally one{};
        one.at(of[no] - 1u) = 1;
        if (all.find(no / 4) == nullptr)
            ++elsewhere_;
        else
            add(all, no / 4, one);
    }
}

void unit_tallies::add(const directory_census& all, std::uint32_t unit, const tally& what)
{
    for (const auto each : line_of(all, unit)) {
        auto& here = by_unit_[each];
        for (std::size_t i = 0; i != what.size(); ++i) here[i] += what[i];
    }
}

const std::vector<std::uint32_t>& unit_tallies::line_of(const directory_census& all, std::uint32_t unit)
{
    auto& line = lines_[unit];
    if (line.empty()) {
        line.push_back(unit);
        for (std::size_t i = 0; i != line.size(); ++i)
            for (const auto above : all.above(line[i], when_))
                if (std::ranges::find(line, above) == line.end())
                    line.push_back(above);
    }
    return line;
}

unit_outcomes unit_tallies::answer(const directory_census& all, const unit_question& which) const
{
    const auto chosen = which.kind.empty() ? right_below(all, which.parent) : laggards(all, which);
    unit_outcomes out;
    out.counted_at = when_;
    out.elsewhere = elsewhere_;
    for (auto at = which.skip; at < chosen.size() && out.items.size() != which.most; ++at)
        out.items.push_back(outcome_at(all, chosen[at]));
    out.is_last = which.skip + out.items.size() >= chosen.size();
    return out;
}

std::vector<std::uint32_t> unit_tallies::right_below(const directory_census& all, const std::string& parent)
    const
{
    auto out = tops_;
    if (!parent.empty()) {
        const auto* above = all.find(parent);
        if (above == nullptr)
            throw desk_refusal{
                desk_refusal::kind::not_found, "not_found", "there is no unit \"" + parent + '"'};
        out = all.below(above->no, when_);
    }
    std::erase_if(out, [&](auto no) { return !is_there(no); });
    return out;
}

std::vector<std::uint32_t> unit_tallies::laggards(const directory_census& all, const unit_question& which)
    const
{
    number_set under;
    for (const auto no : right_below(all, which.parent))
        for (const auto each : all.tree(no, when_)) under.insert(each);

    struct lag {
        double share = 0;  // reached of those who have an address; nobody has one: nobody was reached
        std::uint64_t not_reached = 0;
        std::uint32_t unit = 0;
    };
    std::vector<lag> found;
    for (const auto& unit : all.units()) {
        if (unit.kind != which.kind || !under.contains(unit.no) || !is_there(unit.no))
            continue;
        const auto one = outcome_at(all, unit.no);
        const auto addressed = one.destinations - one.no_address;
        const auto share =
            addressed == 0 ? 0. : static_cast<double>(one.reached) / static_cast<double>(addressed);
        found.push_back({share, addressed - one.reached, unit.no});
    }
    std::ranges::stable_sort(found, [](const lag& a, const lag& b) {
        return a.share != b.share ? a.share < b.share : a.not_reached > b.not_reached;
    });
    std::vector<std::uint32_t> out;
    for (const auto& each : found) out.push_back(each.unit);
    return out;
}

unit_outcome unit_tallies::outcome_at(const directory_census& all, std::uint32_t unit) const
{
    unit_outcome out;
    const auto* of = all.find(unit);
    out.unit = of->ref;
    out.name = of->name;
    out.kind = of->kind;
    for (const auto child : all.below(unit, when_)) out.children += is_there(child) ? 1 : 0;
    const auto& here = by_unit_.at(unit);
    const auto count = [&](fortune what) { return here.at(static_cast<std::size_t>(what)); };
    out.destinations = total(here);
    out.reached = count(fortune::reached);
    out.waiting = count(fortune::waiting);
    out.no_address = count(fortune::no_address);
    out.missed = std::uint64_t{count(fortune::missed)} + out.no_address;
    return out;
}

}  // namespace loa
