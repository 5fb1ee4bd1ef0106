#include "config/tables.hpp"

namespace loa {

using namespace std::chrono_literals;

void read_store(table_reader table, sqlite_params& into)
{
    table.path("folder", into.folder);
    table.duration("keep_sendable", into.keep_sendable, 1h, 24h * 365);
    table.finish();
}

}  // namespace loa
