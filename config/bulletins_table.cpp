#include "config/tables.hpp"

namespace loa {

void read_bulletins(table_reader table, bulletin_limits& into)
{
    table.number("max_bytes", into.bytes, 1 << 10, 1 << 24, "bytes");
    table.text("root_unit", into.root_unit, rules::line);
    table.finish();
}

}  // namespace loa
