#include "config/tables.hpp"

namespace loa {

using namespace std::chrono_literals;

void read_retention(table_reader table, retention_params& into)
{
    constexpr auto most = 24h * 366 * 20;
    table.duration("audit", into.audit, 24h * 30, most);
    table.duration("sign_ins", into.sign_ins, 24h, most);
    table.duration("deliveries", into.deliveries, 24h * 30, most);
    table.duration("replies", into.replies, 1h, 24h * 30);
    table.finish();
}

}  // namespace loa
