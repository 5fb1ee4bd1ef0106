#include "gateway/ledger/suppression_rows.hpp"

#include "gateway/ledger/store_clock.hpp"

namespace loa {
namespace {

wall_time quarter_of_an_hour(wall_time when)
{
    constexpr std::chrono::milliseconds quarter = std::chrono::minutes{15};
    return when - when.time_since_epoch() % quarter;
}

void count(database& where, suppression_origin origin, wall_time now, int added, int lifted)
{
    statement{
        where,
        "INSERT INTO suppression_total (quarter, origin, added, lifted) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (quarter, origin) DO UPDATE SET added = added + ?3, lifted = lifted + ?4",
        to_stored(quarter_of_an_hour(now)),
        origin,
        added,
        lifted}
        .run();
}

}  // namespace

bool suppress_address(
    database& where,
    contact by,
    std::string_view address,
    std::string_view cause,
    suppression_origin origin,
    wall_time now
)
{
    transaction both{where};
    const auto is_new = statement{
                            where,
                            "INSERT INTO suppression (contact, address, cause, since, origin) VALUES (?1, ?2, ?3, ?4, ?5)"
                            " ON CONFLICT DO NOTHING",
                            by,
                            address,
                            cause,
                            to_stored(now),
                            origin}
                            .run() != 0;
    if (is_new)
        count(where, origin, now, 1, 0);
    both.commit();
    return is_new;
}

bool lift_suppression(database& where, contact by, std::string_view address, wall_time now)
{
    transaction both{where};
    std::optional<suppression_origin> origin;
    {
        statement row{where, "SELECT origin FROM suppression WHERE contact = ?1 AND address = ?2", by, address};
        if (row.step())
            origin = row.number<suppression_origin>(0);
    }
    if (origin) {
        statement{where, "DELETE FROM suppression WHERE contact = ?1 AND address = ?2", by, address}.run();
        count(where, *origin, now, 0, 1);
    }
    both.commit();
    return origin.has_value();
}

std::vector<bool> suppressed_among(database& where, contact by, const std::vector<std::string>& addresses)
{
    std::vector<bool> out(addresses.size());
    if (!statement{where, "SELECT 1 FROM suppression WHERE contact = ?1 LIMIT 1", by}.step())
        return out;
    statement row{where, "SELECT 1 FROM suppression WHERE contact = ?1 AND address = ?2"};
    for (std::size_t i = 0; i != addresses.size(); ++i) out[i] = row.with(by, addresses[i]).step();
    return out;
}

}  // namespace loa
