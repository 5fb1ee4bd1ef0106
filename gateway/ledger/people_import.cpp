#include "gateway/core/audience.hpp"
#include "gateway/core/number_set.hpp"
#include "gateway/ledger/directory_census.hpp"
#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/import_fields.hpp"
#include "gateway/ledger/import_file.hpp"
#include "gateway/ledger/people_stage.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <string>
#include <unordered_map>

namespace loa {
namespace {

struct text_hash : std::hash<std::string_view> {
    using is_transparent = void;
};
using unit_numbers = std::unordered_map<std::string, std::uint32_t, text_hash, std::equal_to<>>;

unit_numbers numbers_of_units(database& where)
{
    unit_numbers out;
    statement rows{where, "SELECT ref, no FROM unit"};
    while (rows.step()) out.emplace(rows.text(0), rows.number<std::uint32_t>(1));
    return out;
}

/// Empty: all is well.
complaint read_row(const import_file& file, const unit_numbers& units, staged_row& row)
{
    row.ref = file.field(0);
    if (const auto wrong = check_person_ref(row.ref); !wrong.empty())
        return wrong;
    if (const auto wrong = check_name(file.field(1), row.name); !wrong.empty())
        return wrong;
    const auto what = parse_role(file.field(2));
    if (!what)
        return {"role", "unknown_role", "role is staff, teacher or parent"};
    const auto unit = units.find(file.field(3));
    if (unit == units.end())
        return {"unit", "unknown_unit", "there is no such unit; import units first"};
    if (const auto wrong = check_account(file.field(4), row.account); !wrong.empty())
        return wrong;
    if (const auto wrong = check_email(file.field(5), row.email); !wrong.empty())
        return wrong;
    row.where = {static_cast<std::uint32_t>(*what), unit->second};
    row.line = file.line();
    return {};
}

}  // namespace

import_report import_people(const sqlite_params& where, const import_request& what)
{
    import_file file{what, {"ref", "name", "role", "unit"}, {"account", "email"}};

    database store{where.folder / "directory.db", directory_schema(), store_access::create};
    store.expect_bulk();
    if (what.is_stopped)
        store.interrupt_when(what.is_stopped);
    transaction all{store};
    import_report report;
    {
        people_stage stage{store, file};
        {
            const auto units = numbers_of_units(store);
            staged_row row;
            while (file.next()) {
                if (const auto wrong = read_row(file, units, row); !wrong.empty())
                    file.reject(wrong);
                else
                    stage.add(row);
            }
        }
        stage.store(report);
    }
    note_import(store, store_now(where), "people");
    all.commit();
    store.tidy();
    report.rows = file.rows();
    report.rejected = file.rejected();
    return report;
}

}  // namespace loa
