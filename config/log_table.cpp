#include "config/tables.hpp"

namespace loa {

void read_log(table_reader table, log_params& into)
{
    table.choice("format", into.format, {{"human", log_format::human}, {"json", log_format::json}});
    table.choice(
        "level",
        into.level,
        {{"debug", log_level::debug},
         {"info", log_level::info},
         {"warn", log_level::warn},
         {"error", log_level::error}}
    );
    table.path("file", into.file);
    table.finish();
}

}  // namespace loa
