#include "gateway/core/directory_desk.hpp"

#include "gateway/core/mask.hpp"
#include "gateway/core/unicode.hpp"
#include "gateway/ledger/audience_count.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/directory_rows.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/people_search.hpp"
#include "gateway/ledger/store_clock.hpp"
#include "gateway/ledger/suppression_rows.hpp"
#include "gateway/ledger/unit_graph.hpp"

#include <algorithm>

namespace loa {
namespace {

constexpr auto one_person =
    "SELECT no, ref, name, coalesce(account, ''), coalesce(email, '') FROM person WHERE no = ?1";

suppression_entry read_suppression(const statement& row)
{
    return {
        row.integer(0),
        row.number<contact>(1),
        std::string{row.text(2)},
        std::string{row.text(3)},
        from_stored(row.integer(4))};
}

class sqlite_directory_desk final : public directory_desk {
public:
    sqlite_directory_desk(database& where, const sqlite_params& params)
        : ledger_{where},
          params_{params},
          store_{params.folder / "directory.db", directory_schema(), store_access::create}
    {
    }

    std::vector<unit_entry> units_below(const std::string& parent) override
    {
        const auto& all = census();
        const auto now = store_now(params_);
        std::vector<unit_entry> out;
        if (parent.empty()) {
            for (const auto no : all.roots(now)) out.push_back(entry(all, *all.find(no), now));
            return out;
        }
        const auto* above = all.find(parent);
        if (above != nullptr)
            for (const auto no : all.below(above->no, now)) out.push_back(entry(all, *all.find(no), now));
        return out;
    }

    std::optional<unit_entry> unit(const std::string& reference) override
    {
        const auto& all = census();
        const auto* found = all.find(reference);
        return found == nullptr ? std::nullopt : std::optional{entry(all, *found, store_now(params_))};
    }

    std::vector<unit_entry> search_units(const std::string& text, std::size_t most) override
    {
        const auto& all = census();
        const auto now = store_now(params_);
        const auto part = without_diacritics(squeeze(text));
        std::vector<unit_entry> out;
        if (part.empty())
            return out;
        for (const auto& one : all.units()) {
            if (out.size() == most)
                break;
            if (one.ref.starts_with(text) || one.folded.find(part) != std::string_view::npos)
                out.push_back(entry(all, one, now));
        }
        return out;
    }

    problems check(const audience& who) override { return check_audience(store_, who); }

    audience_count count(const audience& who, contact by) override
    {
        if (by != contact::unit)
            return count_audience(census(), who, by, store_now(params_));
        audience_count out;
        out.contact = by;
        out.destinations = out.reachable = unit_audience(store_, who, store_now(params_)).size();
        return out;
    }

    std::vector<found_person> samples(const audience& who, contact by) override
    {
        const auto now = store_now(params_);
        if (by == contact::unit)
            return unit_samples(unit_audience(store_, who, now));
        const auto whom = reachable(members_of(census(), who, by, now));
        std::vector<found_person> out;
        if (whom.empty())
            return out;
        const auto half = (whom.size() - 1) / 2;
        const auto& lengths = name_lengths();
        std::uint32_t middle = 0, longest = 0, most = 0;
        std::size_t at = 0;
        whom.for_each([&](std::uint32_t no) {
            if (at++ == half)
                middle = no;
            const std::uint32_t length = no < lengths.size() ? lengths[no] : 0u;
            if (length > most) {
                most = length;
                longest = no;
            }
        });
        for (const auto no : {middle, longest})
            if (auto found = person(no))
                out.push_back(std::move(*found));
        return out;
    }

    std::vector<found_person> search_people(const std::string& text, std::size_t most) override
    {
        std::vector<found_person> out;
        for (const auto no : search_numbers(store_, text, most))
            if (auto found = person(no))
                out.push_back(std::move(*found));
        return out;
    }

    std::optional<found_person> person(std::uint32_t no) override
    {
        found_person out;
        {
            statement row{store_, one_person, no};
            if (!row.step())
                return std::nullopt;
            out.no = no;
            out.reference = row.text(1);
            out.name = row.text(2);
            if (!row.text(3).empty())
                out.account = mask_account(row.text(3));
            if (!row.text(4).empty())
                out.mailbox = mask_mailbox(row.text(4));
        }
        const auto& all = census();
        for (const auto what : all_roles)
            for (const auto& unit : all.units())
                if (std::ranges::binary_search(all.people_at(unit.no, what), no))
                    out.places.emplace_back(unit.ref, what);
        return out;
    }

    std::string address(std::uint32_t no, contact by) override
    {
        const auto page = addresses_of(store_, by, {no});
        return page.size() == 0 ? std::string{} : std::string{page.address(0)};
    }

    std::vector<suppression_entry> suppressions(
        const std::string& text, std::optional<std::int64_t> before, std::size_t most
    ) override
    {
        std::vector<suppression_entry> out;
        statement rows{
            ledger_,
            "SELECT id, contact, address, cause, since FROM suppression WHERE (?1 IS NULL OR id < ?1) ORDER "
            "BY id DESC",
            before};
        while (out.size() != most && rows.step())
            if (text.empty() || rows.text(2).find(text) != std::string_view::npos)
                out.push_back(read_suppression(rows));
        return out;
    }

    std::optional<suppression_entry> suppression(std::int64_t id) override
    {
        statement row{
            ledger_, "SELECT id, contact, address, cause, since FROM suppression WHERE id = ?1", id};
        return row.step() ? std::optional{read_suppression(row)} : std::nullopt;
    }

    std::optional<suppression_entry> suppression(contact by, const std::string& address) override
    {
        statement row{
            ledger_,
            "SELECT id, contact, address, cause, since FROM suppression WHERE contact = ?1 AND address = ?2",
            by,
            address};
        return row.step() ? std::optional{read_suppression(row)} : std::nullopt;
    }

    bool suppress(contact by, const std::string& address, const std::string& cause) override
    {
        const auto origin =
            cause == unsubscribed_cause ? suppression_origin::unsubscribed : suppression_origin::by_hand;
        return suppress_address(ledger_, by, address, cause, origin, store_now(params_));
    }

    bool lift(contact by, const std::string& address) override
    {
        return lift_suppression(ledger_, by, address, store_now(params_));
    }

private:
    const directory_census& census()
    {
        auto now = present_census(store_, params_.folder);
        if (now != census_)
            name_lengths_.clear();
        census_ = std::move(now);
        return *census_;
    }

    static unit_entry entry(const directory_census& all, const directory_census::unit& of, wall_time when)
    {
        unit_entry out;
        out.reference = of.ref;
        out.name = of.name;
        out.kind = of.kind;
        out.levels = levels_of(of.levels);
        out.children = all.below(of.no, when).size();
        out.people = people_below(all, of.no, when);
        return out;
    }

    std::vector<found_person> unit_samples(const number_set& posts)
    {
        std::vector<found_person> out;
        const auto& all = census();
        std::vector<std::uint32_t> numbers;
        posts.for_each([&](std::uint32_t no) { numbers.push_back(no); });
        if (numbers.empty())
            return out;
        const auto name_of = [&](std::uint32_t no) {
            const auto* unit = all.find(no / 4);
            return unit == nullptr ? std::string_view{} : unit->name;
        };
        const auto longest =
            *std::ranges::max_element(numbers, {}, [&](auto no) { return name_of(no).size(); });
        for (const auto no : {numbers[(numbers.size() - 1) / 2], longest}) {
            const auto* unit = all.find(no / 4);
            if (unit == nullptr)
                continue;
            found_person one;
            one.no = no;
            one.reference = unit->ref;
            one.name = unit->name;
            one.places.emplace_back(unit->ref, static_cast<role>(no % 4));
            out.push_back(std::move(one));
        }
        return out;
    }

    /// Of everybody, by number; read when somebody first asks for the longest.
    const std::vector<std::uint8_t>& name_lengths()
    {
        if (!name_lengths_.empty())
            return name_lengths_;
        name_lengths_.resize(census_->last_person() + 1);
        statement rows{store_, "SELECT no, length(name) FROM person"};
        while (rows.step())
            if (const auto no = rows.number<std::size_t>(0); no < name_lengths_.size())
                name_lengths_[no] = static_cast<std::uint8_t>(std::min<std::int64_t>(rows.integer(1), 255));
        return name_lengths_;
    }

    database& ledger_;
    const sqlite_params& params_;
    database store_;
    std::shared_ptr<const directory_census> census_;
    std::vector<std::uint8_t> name_lengths_;
};

}  // namespace

std::unique_ptr<directory_desk> make_directory_desk(database& where, const sqlite_params& params)
{
    return std::make_unique<sqlite_directory_desk>(where, params);
}

}  // namespace loa
