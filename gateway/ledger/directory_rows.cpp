#include "gateway/ledger/directory_rows.hpp"

#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/unit_graph.hpp"

#include <array>
#include <string>

namespace loa {
namespace {

/// Calls each(first, last) for every run of numbers in a row.
template <class F>
void for_each_run(const number_set& numbers, F each)
{
    std::uint32_t first = 0, last = 0;
    bool any = false;
    numbers.for_each([&](std::uint32_t no) {
        if (any && no == last + 1) {
            last = no;
            return;
        }
        if (any)
            each(first, last);
        first = last = no;
        any = true;
    });
    if (any)
        each(first, last);
}

number_set people_of(database& where, const std::vector<audience_term>& terms, wall_time when)
{
    number_set out;
    for (const auto& term : terms) out |= people_at(where, units_of(where, term, when), term.roles);
    return out;
}

number_set without_contact(database& where, const number_set& numbers, contact by)
{
    // Up to this many are looked up one by one, which is quicker than reading what everybody has.
    constexpr std::size_t few = 50'000;
    const auto bit = by == contact::account ? reach_account : reach_mailbox;
    number_set out;
    if (numbers.size() <= few) {
        statement row{where, "SELECT reach FROM person WHERE no = ?1"};
        numbers.for_each([&](std::uint32_t no) {
            if (!row.with(no).step() || (row.number<std::uint32_t>(0) & bit) == 0)
                out.insert(no);
        });
        return out;
    }
    number_set reached;
    statement rows{where, "SELECT no, reach FROM person ORDER BY no, reach"};
    while (rows.step())
        if ((rows.number<std::uint32_t>(1) & bit) != 0)
            reached.insert(rows.number<std::uint32_t>(0));
    out = numbers;
    out -= reached;
    return out;
}

number_set sharing_with_smaller(database& where, const number_set& numbers, contact by)
{
    number_set out, seen;
    statement rows{where, "SELECT no, first FROM shared_address WHERE contact = ?1 ORDER BY no", by};
    while (rows.step()) {
        const auto no = rows.number<std::uint32_t>(0), first = rows.number<std::uint32_t>(1);
        if (!numbers.contains(no))
            continue;
        if (seen.contains(first))
            out.insert(no);
        else
            seen.insert(first);
    }
    return out;
}

address_page unit_addresses(database& where, const std::vector<std::uint32_t>& numbers)
{
    address_page out;
    out.reserve(numbers.size(), numbers.size() * 64);
    statement row{where, "SELECT ref, kind, name FROM unit WHERE no = ?1"};
    for (const auto number : numbers) {
        const auto what = number % 4;
        if (what >= std::size(all_roles) || !row.with(number / 4).step()) {
            out.add(number, {}, {});
            continue;
        }
        auto address = std::string{row.text(0)};
        address += '|';
        address += row.text(1);
        address += '|';
        address += to_string(static_cast<role>(what));
        out.add(number, address, row.text(2));
    }
    return out;
}

constexpr auto accounts_between =
    "SELECT no, account, name FROM person WHERE no BETWEEN ?1 AND ?2 ORDER BY no";
constexpr auto mailboxes_between =
    "SELECT no, email, name FROM person WHERE no BETWEEN ?1 AND ?2 ORDER BY no";

}  // namespace

number_set people_at(database& where, const number_set& units, const std::vector<role>& roles)
{
    number_set out;
    statement rows{where, "SELECT no FROM membership WHERE role = ?1 AND unit BETWEEN ?2 AND ?3"};
    const auto read = [&](role what) {
        for_each_run(units, [&](std::uint32_t first, std::uint32_t last) {
            rows.with(what, first, last);
            while (rows.step()) out.insert(rows.number<std::uint32_t>(0));
        });
    };
    if (roles.empty())
        for (const auto what : all_roles) read(what);
    for (const auto what : roles) read(what);
    return out;
}

problems check_audience(database& where, const audience& who)
{
    problems out;
    statement row{where, "SELECT 1 FROM unit WHERE ref = ?1"};
    const auto look = [&](const std::vector<audience_term>& terms, const std::string& path) {
        for (std::size_t i = 0; i != terms.size(); ++i)
            if (!row.with(terms[i].unit).step())
                out.push_back(
                    {"audience." + path + "[" + std::to_string(i) + "].unit",
                     "unknown_unit",
                     "the directory has no unit \"" + terms[i].unit + "\""}
                );
    };
    look(who.include, "include");
    look(who.exclude, "exclude");
    return out;
}

audience_members audience_of(database& where, const audience& who, contact by, wall_time when)
{
    audience_members out;
    if (by == contact::unit) {
        out.numbers = unit_audience(where, who, when);
        return out;
    }
    out.numbers = people_of(where, who.include, when);
    out.numbers -= people_of(where, who.exclude, when);
    out.without_address = without_contact(where, out.numbers, by);
    out.covered = sharing_with_smaller(where, out.numbers, by);
    return out;
}

address_page addresses_of(database& where, contact by, const std::vector<std::uint32_t>& numbers)
{
    if (by == contact::unit)
        return unit_addresses(where, numbers);

    address_page out;
    out.reserve(numbers.size(), numbers.size() * 48);
    statement rows{where, by == contact::account ? accounts_between : mailboxes_between};
    for (std::size_t i = 0; i != numbers.size();) {
        // Numbers close to one another are read in one sweep.
        constexpr std::uint32_t gap = 4;
        std::size_t end = i + 1;
        while (end != numbers.size() && numbers[end] > numbers[end - 1] &&
               numbers[end] - numbers[end - 1] <= gap)
            ++end;
        rows.with(numbers[i], numbers[end - 1]);
        while (rows.step()) {
            const auto no = rows.number<std::uint32_t>(0);
            for (; i != end && numbers[i] < no; ++i) out.add(numbers[i], {}, {});
            if (i != end && numbers[i] == no)
                out.add(numbers[i++], rows.text(1), rows.text(2));
        }
        for (; i != end; ++i) out.add(numbers[i], {}, {});
    }
    return out;
}

number_set numbers_of(database& where, const std::vector<std::string>& references)
{
    number_set out;
    statement row{where, "SELECT no FROM person WHERE ref = ?1"};
    for (const auto& reference : references)
        if (row.with(reference).step())
            out.insert(row.number<std::uint32_t>(0));
    return out;
}

}  // namespace loa
