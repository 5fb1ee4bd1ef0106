#include "gateway/core/directory.hpp"
#include "gateway/ledger/people_tables.hpp"

#include <string>
#include <utility>

namespace loa {
namespace {

/// `sql` gives numbers and addresses, in the order of the addresses, then of the numbers.
void find_shared(database& where, contact by, const char* sql)
{
    statement rows{where, sql};
    statement add{where, "INSERT INTO shared_address (contact, no, first) VALUES (?1, ?2, ?3)"};
    std::string address;
    std::uint32_t first = 0;
    bool is_first_kept = false;
    while (rows.step()) {
        const auto no = rows.number<std::uint32_t>(0);
        if (first == 0 || rows.text(1) != address) {
            address = rows.text(1);
            first = no;
            is_first_kept = false;
            continue;
        }
        if (!std::exchange(is_first_kept, true))
            add.with(by, first, first).run();
        add.with(by, no, first).run();
    }
}

}  // namespace

void find_shared_addresses(database& where)
{
    where.execute("DELETE FROM shared_address");
    find_shared(
        where,
        contact::account,
        "SELECT no, account FROM person WHERE account IS NOT NULL ORDER BY account, no"
    );
    find_shared(
        where, contact::mailbox, "SELECT no, email FROM person WHERE email IS NOT NULL ORDER BY email, no"
    );
}

}  // namespace loa
