#include "gateway/ledger/people_listing.hpp"

#include "gateway/ledger/database.hpp"
#include "gateway/ledger/directory_schema.hpp"

#include <unordered_map>

namespace loa {
namespace {

struct unit_name {
    std::string ref, name;
};

std::unordered_map<std::uint32_t, unit_name> read_units(database& store)
{
    std::unordered_map<std::uint32_t, unit_name> out;
    statement units{store, "SELECT no, ref, name FROM unit"};
    while (units.step())
        out.emplace(
            units.number<std::uint32_t>(0), unit_name{std::string{units.text(1)}, std::string{units.text(2)}}
        );
    return out;
}

struct place {
    std::uint32_t unit = 0;
    role what = role::staff;
};

/// Where each is what; of several places the first by role and unit.
std::unordered_map<std::uint32_t, place> read_places(database& store, const number_set& whom)
{
    std::unordered_map<std::uint32_t, place> out;
    statement all{store, "SELECT no, unit, role FROM membership ORDER BY role, unit, no"};
    while (all.step()) {
        const auto no = all.number<std::uint32_t>(0);
        if (whom.contains(no))
            out.try_emplace(no, place{all.number<std::uint32_t>(1), all.number<role>(2)});
    }
    return out;
}

}  // namespace

void list_destinations(
    const sqlite_params& where,
    contact by,
    const number_set& whom,
    const std::function<void(const destination_line&)>& each
)
{
    database store{where.folder / "directory.db", directory_schema(), store_access::existing};
    const auto units = read_units(store);
    if (by == contact::unit) {
        whom.for_each([&](std::uint32_t no) {
            const auto unit = units.find(no / 4);
            if (unit == units.end())
                return;
            const std::string what{to_string(static_cast<role>(no % 4))};
            each({no, unit->second.ref, unit->second.name, unit->second.ref, unit->second.name, what, "", ""}
            );
        });
        return;
    }

    const auto places = read_places(store, whom);
    statement people{store, "SELECT ref, name, account, email FROM person WHERE no = ?1"};
    whom.for_each([&](std::uint32_t no) {
        if (!people.with(no).step())
            return;
        destination_line line;
        line.no = no;
        line.ref = people.text(0);
        line.name = people.text(1);
        line.account = people.text(2);
        line.email = people.text(3);
        if (const auto at = places.find(no); at != places.end()) {
            line.role = to_string(at->second.what);
            if (const auto unit = units.find(at->second.unit); unit != units.end()) {
                line.unit = unit->second.ref;
                line.unit_name = unit->second.name;
            }
        }
        each(line);
    });
}

}  // namespace loa
