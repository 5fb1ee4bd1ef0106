#include "config/tables.hpp"

namespace loa {
namespace {

void read_start(table_reader& table, std::string_view key, start_rule& into)
{
    table.choice(key, into, {{"automatic", start_rule::automatic}, {"approve", start_rule::approve}});
}

}  // namespace

void read_approval(table_reader table, approval_params& into)
{
    read_start(table, "staff", into.staff);
    read_start(table, "parents", into.parents);
    read_start(table, "urgent_in_quiet_hours", into.urgent_in_quiet_hours);
    table.finish();
}

}  // namespace loa
