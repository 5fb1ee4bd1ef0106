#include "config/tables.hpp"

namespace loa {

void read_canary(table_reader table, canary_params& into)
{
    using namespace std::chrono_literals;
    table.flag("enabled", into.enabled);
    table.number("percent", into.percent, 1, 20, "percent");
    table.texts("seeds", into.seeds, rules::line, table_reader::emptiness::allowed);
    auto most_failed = into.rule.most_failed / 100;
    table.number("most_failed_percent", most_failed, 0, 100, "percent");
    into.rule.most_failed = most_failed * 100;
    table.number("least_attempted", into.rule.least_attempted, 1, 100'000, "deliveries");
    table.duration("patience", into.rule.patience, 10s, 24h);
    table.finish();
}

}  // namespace loa
