#include "gateway/ledger/audience_count.hpp"

#include "gateway/ledger/unit_graph.hpp"

#include <algorithm>

namespace loa {
namespace {

template <class F>
void for_each_role(const audience_term& term, F each)
{
    if (term.roles.empty())
        for (const auto what : all_roles) each(what);
    for (const auto what : term.roles) each(what);
}

number_set people_of(const directory_census& all, const std::vector<audience_term>& terms, wall_time when)
{
    number_set out;
    for (const auto& term : terms)
        all.units_of(term, when).for_each([&](std::uint32_t unit) {
            for_each_role(term, [&](role what) {
                for (const auto no : all.people_at(unit, what)) out.insert(no);
            });
        });
    return out;
}

number_set sharing_with_smaller(const directory_census& all, const number_set& numbers, contact by)
{
    number_set out, seen;
    for (const auto& [no, first] : all.shared(by)) {
        if (!numbers.contains(no))
            continue;
        if (seen.contains(first))
            out.insert(no);
        else
            seen.insert(first);
    }
    return out;
}

/// Counts each person once for a unit, without a set that must be emptied for the next unit.
class unit_tally {
public:
    unit_tally(const directory_census& all, const number_set& whom)
        : all_{all}, whom_{whom}, seen_(all.last_person() + 1)
    {
    }

    void next() noexcept
    {
        ++round_;
        count_ = 0;
    }
    void add(std::uint32_t unit, role what)
    {
        for (const auto no : all_.people_at(unit, what))
            if (no < seen_.size() && seen_[no] != round_ && whom_.contains(no)) {
                seen_[no] = round_;
                ++count_;
            }
    }
    std::uint64_t count() const noexcept { return count_; }

private:
    const directory_census& all_;
    const number_set& whom_;
    std::vector<std::uint32_t> seen_;  ///< by number: the round in which it was
    std::uint32_t round_ = 0;
    std::uint64_t count_ = 0;
};

/// Up to so many are sorted; a bitmap of everybody costs more than that.
constexpr std::size_t few = 20'000;

std::uint64_t distinct_of_few(const directory_census& all, const std::vector<std::uint32_t>& units, role what)
{
    std::vector<std::uint32_t> people;
    for (const auto one : units) {
        const auto here = all.people_at(one, what);
        people.insert(people.end(), here.begin(), here.end());
    }
    std::ranges::sort(people);
    return static_cast<std::uint64_t>(std::unique(people.begin(), people.end()) - people.begin());
}

std::uint64_t distinct_of_many(
    const directory_census& all, const std::vector<std::uint32_t>& units, role what
)
{
    number_set people;
    for (const auto one : units)
        for (const auto no : all.people_at(one, what)) people.insert(no);
    return people.size();
}

/// What a term brings in at a unit right below its own.
struct part {
    std::uint32_t unit = 0;
    std::vector<std::pair<const audience_term*, bool>> terms;  ///< and whether with all below
};

std::vector<part> parts_of(const directory_census& all, const audience& who, wall_time when)
{
    std::vector<part> out;
    const auto add = [&](std::uint32_t unit, const audience_term& term, bool whole) {
        auto at = std::ranges::find(out, unit, &part::unit);
        if (at == out.end())
            at = out.insert(out.end(), part{unit, {}});
        at->terms.emplace_back(&term, whole);
    };
    for (const auto& term : who.include) {
        const auto* unit = all.find(term.unit);
        if (unit == nullptr)
            continue;
        add(unit->no, term, false);
        for (const auto child : all.below(unit->no, when)) add(child, term, true);
    }
    return out;
}

}  // namespace

audience_members members_of(const directory_census& all, const audience& who, contact by, wall_time when)
{
    audience_members out;
    out.numbers = people_of(all, who.include, when);
    out.numbers -= people_of(all, who.exclude, when);
    out.without_address = out.numbers;
    out.without_address -= all.reached_by(by);
    out.covered = sharing_with_smaller(all, out.numbers, by);
    return out;
}

number_set reachable(const audience_members& who)
{
    auto out = who.numbers;
    out -= who.without_address;
    out -= who.covered;
    return out;
}

audience_count count_audience(const directory_census& all, const audience& who, contact by, wall_time when)
{
    const auto members = members_of(all, who, by, when);
    const auto whom = reachable(members);
    audience_count out;
    out.contact = by;
    out.destinations = members.numbers.size();
    out.without_address = members.without_address.size();
    out.covered = members.covered.size();
    out.reachable = whom.size();

    std::vector<number_set> meant;
    for (const auto& term : who.include) meant.push_back(all.units_of(term, when));
    unit_tally tally{all, whom};
    for (const auto& one : parts_of(all, who, when)) {
        tally.next();
        std::vector<std::uint32_t> tree;
        for (const auto& [term, whole] : one.terms) {
            const auto& units = meant[static_cast<std::size_t>(term - who.include.data())];
            if (whole && tree.empty())
                tree = all.tree(one.unit, when);
            const auto here = whole ? std::span<const std::uint32_t>{tree} : std::span{&one.unit, 1};
            for (const auto unit : here)
                if (units.contains(unit))
                    for_each_role(*term, [&](role what) { tally.add(unit, what); });
        }
        if (tally.count() == 0)
            continue;
        const auto& unit = *all.find(one.unit);
        out.by_unit.push_back(
            {std::string{unit.ref}, std::string{unit.name}, std::string{unit.kind}, tally.count()}
        );
    }
    return out;
}

std::array<std::uint64_t, 3> people_below(const directory_census& all, std::uint32_t unit, wall_time when)
{
    std::array<std::uint64_t, 3> out{};
    const auto tree = all.tree(unit, when);
    for (const auto what : all_roles) {
        std::size_t most = 0;
        for (const auto one : tree) most += all.people_at(one, what).size();
        out.at(static_cast<std::size_t>(what)) =
            most < few ? distinct_of_few(all, tree, what) : distinct_of_many(all, tree, what);
    }
    return out;
}

}  // namespace loa
