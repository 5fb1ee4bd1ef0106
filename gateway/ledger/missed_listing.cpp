#include "gateway/ledger/missed_listing.hpp"

#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/mask.hpp"
#include "gateway/core/unicode.hpp"
#include "gateway/ledger/lane_batches.hpp"
#include "gateway/ledger/people_search.hpp"
#include "gateway/ledger/unit_graph.hpp"
#include "gateway/ledger/unit_tallies.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace loa {
namespace {

/// People of one mailbox or account who are looked for.
constexpr std::size_t most_sharing = 1'000;

/// Destinations at these units and below, as the audience means them.
number_set destinations_below(
    const directory_census& all,
    const meant_places& meant,
    contact by,
    const std::vector<std::uint32_t>& units,
    wall_time now
)
{
    number_set trees, out;
    for (const auto unit : units)
        if (!trees.contains(unit))
            for (const auto each : all.tree(unit, now)) trees.insert(each);
    trees.for_each([&](std::uint32_t unit) {
        for (const auto what : all_roles) {
            if (by == contact::unit)
                out.insert(unit * 4 + static_cast<std::uint32_t>(what));
            else if (meant.at(unit, what))
                for (const auto no : all.people_at(unit, what)) out.insert(no);
        }
    });
    return out;
}

std::vector<std::uint32_t> schools_called(const directory_census& all, const std::string& text)
{
    const auto part = without_diacritics(squeeze(text));
    std::vector<std::uint32_t> out;
    for (const auto& unit : all.units())
        if (unit.ref == text ||
            (unit.kind == "school" && (unit.ref.starts_with(text) ||
                                       (!part.empty() && unit.folded.find(part) != std::string_view::npos))))
            out.push_back(unit.no);
    return out;
}

/// Nothing: everybody.
std::optional<number_set> destinations_asked(
    database& directory,
    const directory_census& all,
    const meant_places& meant,
    const missed_lane& of,
    const missed_filter& which,
    wall_time now
)
{
    std::optional<number_set> out;
    if (!which.unit.empty()) {
        const auto* unit = all.find(which.unit);
        if (unit == nullptr)
            throw desk_refusal{
                desk_refusal::kind::not_found, "not_found", "there is no unit \"" + which.unit + '"'};
        out = destinations_below(all, meant, of.by, {unit->no}, now);
    }
    if (!which.text.empty()) {
        auto found = destinations_below(all, meant, of.by, schools_called(all, which.text), now);
        if (of.by != contact::unit)
            for (const auto no : search_numbers(directory, which.text, most_sharing)) found.insert(no);
        if (out)
            *out &= found;
        else
            out = std::move(found);
    }
    return out;
}

bool is_missed(delivery_state what)
{
    return fortune_of(what) != fortune::reached;
}

struct place {
    std::uint32_t unit = 0;
    role what = role::staff;
};

/// Where each of some people is, first where the audience means them. \param numbers  ascending
class places_of {
public:
    places_of(const directory_census& all, const meant_places& meant, std::vector<std::uint32_t> numbers)
        : all_{all}
    {
        find(numbers, [&](std::uint32_t unit, role what) { return meant.at(unit, what); });
        std::erase_if(numbers, [&](auto no) { return found_.contains(no); });
        if (!numbers.empty())
            find(numbers, [](std::uint32_t, role) { return true; });
    }

    const place* of(std::uint32_t no) const
    {
        const auto at = found_.find(no);
        return at == found_.end() ? nullptr : &at->second;
    }

private:
    template <class Fits>
    void find(const std::vector<std::uint32_t>& numbers, Fits fits)
    {
        for (const auto what : all_roles)
            for (const auto& unit : all_.units()) {
                const auto here = all_.people_at(unit.no, what);
                if (here.empty() || !fits(unit.no, what))
                    continue;
                for (auto at = std::ranges::lower_bound(numbers, here.front());
                     at != numbers.end() && *at <= here.back();
                     ++at)
                    if (std::ranges::binary_search(here, *at))
                        found_.try_emplace(*at, place{unit.no, what});
            }
    }

    const directory_census& all_;
    std::map<std::uint32_t, place> found_;
};

void put_place(missed_line& line, const directory_census& all, place where)
{
    const auto* unit = all.find(where.unit);
    if (unit == nullptr)
        return;
    line.unit = unit->ref;
    line.unit_name = unit->name;
    line.role = to_string(where.what);
}

void describe_posts(std::vector<missed_line>& lines, const directory_census& all)
{
    for (auto& line : lines) {
        put_place(line, all, {line.at.no / 4, static_cast<role>(line.at.no % 4)});
        line.reference = line.unit;
        line.name = line.unit_name;
    }
}

void describe_people(
    std::vector<missed_line>& lines,
    database& directory,
    const directory_census& all,
    const meant_places& meant,
    contact by
)
{
    std::vector<std::uint32_t> numbers;
    for (const auto& line : lines) numbers.push_back(line.at.no);
    std::ranges::sort(numbers);
    const places_of places{all, meant, std::move(numbers)};
    statement person{
        directory, "SELECT ref, name, coalesce(account, ''), coalesce(email, '') FROM person WHERE no = ?1"};
    for (auto& line : lines) {
        if (!person.with(line.at.no).step())
            continue;
        line.reference = person.text(0);
        line.name = person.text(1);
        if (const auto address = person.text(by == contact::account ? 2 : 3); !address.empty())
            line.address = mask(by, address);
        if (const auto* at = places.of(line.at.no))
            put_place(line, all, *at);
    }
}

}  // namespace

std::vector<missed_line> list_missed(
    database& ledger,
    database& directory,
    const directory_census& all,
    const missed_lane& of,
    const missed_filter& which,
    const std::optional<missed_place>& after,
    std::size_t most,
    wall_time now
)
{
    const meant_places meant{all, of.who, now};
    const auto whom = destinations_asked(directory, all, meant, of, which, now);
    const auto words = cause_words(ledger, of.broadcast);
    std::optional<std::uint32_t> only;
    for (const auto& [number, text] : words)
        if (!which.cause.empty() && text == which.cause)
            only = number;

    std::vector<missed_line> out;
    if (most == 0 || (whom && whom->empty()) || (!which.cause.empty() && !only))
        return out;
    read_batches(
        ledger,
        of.lane,
        after ? after->batch : 0,
        [&](std::uint32_t seq, const auto& members, const auto& marks, const auto& numbered) {
            for_each_delivery(marks, numbered, [&](std::size_t i, delivery_mark mark, std::uint32_t cause) {
                const missed_place here{seq, members[i]};
                if (out.size() == most || !is_missed(mark.state()) || (whom && !whom->contains(here.no)) ||
                    (only && cause != *only) || (after && here <= *after))
                    return;
                if (!which.states.empty() &&
                    std::ranges::find(which.states, mark.state()) == which.states.end())
                    return;
                missed_line line;
                line.at = here;
                line.mark = mark;
                if (const auto why = words.find(cause); why != words.end())
                    line.cause = why->second;
                out.push_back(std::move(line));
            });
            return out.size() != most;
        }
    );
    if (of.by == contact::unit)
        describe_posts(out, all);
    else
        describe_people(out, directory, all, meant, of.by);
    return out;
}

}  // namespace loa
