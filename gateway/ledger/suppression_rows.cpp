#include "gateway/ledger/suppression_rows.hpp"

#include "gateway/ledger/store_clock.hpp"

namespace loa {

void suppress_address(
    database& where, contact by, std::string_view address, std::string_view cause, wall_time now
)
{
    statement{
        where,
        "INSERT INTO suppression (contact, address, cause, since) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO "
        "NOTHING",
        by,
        address,
        cause,
        to_stored(now)}
        .run();
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
