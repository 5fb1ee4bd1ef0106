#include "gateway/ledger/people_stage.hpp"

#include "gateway/core/audience.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/varint.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace loa {
namespace {

database& with_tables(database& where)
{
    where.execute(
        "CREATE TEMP TABLE staged_row (line INTEGER NOT NULL, ref TEXT NOT NULL, name TEXT NOT NULL, account "
        "TEXT NOT NULL,"
        " email TEXT NOT NULL, role INTEGER NOT NULL, unit INTEGER NOT NULL)"
    );
    where.execute(
        "CREATE TEMP TABLE newcomer (position INTEGER NOT NULL, role INTEGER NOT NULL, ref TEXT NOT NULL,"
        " name TEXT NOT NULL, account TEXT NOT NULL, email TEXT NOT NULL, memberships BLOB NOT NULL)"
    );
    where.execute(
        "CREATE TEMP TABLE staged_membership (no INTEGER NOT NULL, role INTEGER NOT NULL, unit INTEGER NOT "
        "NULL)"
    );
    return where;
}

std::optional<std::string_view> or_none(std::string_view text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

std::uint32_t reach_of(std::string_view account, std::string_view email)
{
    return (account.empty() ? 0 : reach_account) | (email.empty() ? 0 : reach_mailbox);
}

}  // namespace

/// All rows of one reference together.
struct people_stage::person {
    std::string ref, name, account, email;
    std::vector<membership_place> places;
};

people_stage::people_stage(database& where, import_file& file)
    : where_{with_tables(where)},
      file_{file},
      add_{
          where_,
          "INSERT INTO staged_row (line, ref, name, account, email, role, unit) VALUES (?1, ?2, ?3, ?4, ?5, "
          "?6, ?7)"}
{
    was_empty_ = !statement{where_, "SELECT 1 FROM person LIMIT 1"}.step();
    statement rows{where_, "SELECT no, position FROM unit"};
    while (rows.step()) positions_[rows.number<std::uint32_t>(0)] = rows.number<std::uint32_t>(1);
}

void people_stage::add(const staged_row& row)
{
    add_.with(row.line, row.ref, row.name, row.account, row.email, row.where.role, row.where.unit).run();
}

void people_stage::store(import_report& report)
{
    match();
    if (was_empty_)
        where_.execute(drop_person_indexes);
    number_newcomers(report);
    if (was_empty_)
        where_.execute(make_person_indexes);
    if (!known_.empty())
        replace_memberships(where_, known_, changed_);
    report.updated = changed_.size();
    report.unchanged = known_.size() - report.updated;
    if (!addresses_changed_)
        return;
    file_.progress("addresses", 0);
    find_shared_addresses(where_);
}

void people_stage::reject_contradiction(const staged_row& row)
{
    // In the order of columns of the documentation: the row itself is gone, and its file may have had another
    // order.
    statement unit{where_, "SELECT ref FROM unit WHERE no = ?1", row.where.unit};
    const auto unit_ref = unit.step() ? std::string{unit.text(0)} : std::string{};
    const std::string what{to_string(static_cast<role>(row.where.role))};
    std::string text;
    for (const auto* field : {&row.ref, &row.name, &what, &unit_ref, &row.account, &row.email}) {
        if (field != &row.ref)
            text += ',';
        text += csv_field(*field);
    }
    file_.reject(
        {row.line,
         "ref",
         "contradicts_row",
         {},
         "another row gives the same ref another name, account or email",
         std::move(text)}
    );
}

void people_stage::match()
{
    person who;
    std::uint64_t done = 0;
    statement rows{
        where_, "SELECT line, ref, name, account, email, role, unit FROM staged_row ORDER BY ref, line"};
    while (rows.step()) {
        file_.progress("matching", ++done);
        const auto name = rows.text(2), account = rows.text(3), email = rows.text(4);
        const membership_place place{rows.number<std::uint32_t>(5), rows.number<std::uint32_t>(6)};
        if (who.places.empty() || rows.text(1) != who.ref) {
            if (!who.places.empty())
                settle(who);
            who.ref = rows.text(1);
            who.name = name;
            who.account = account;
            who.email = email;
            who.places.assign({place});
            continue;
        }
        const auto differs = [](std::string_view here, const std::string& before) {
            return !here.empty() && !before.empty() && here != before;
        };
        if (name != who.name || differs(account, who.account) || differs(email, who.email)) {
            reject_contradiction(
                {rows.number<std::uint64_t>(0),
                 who.ref,
                 std::string{name},
                 std::string{account},
                 std::string{email},
                 place}
            );
            continue;
        }
        if (who.account.empty())
            who.account = account;
        if (who.email.empty())
            who.email = email;
        who.places.push_back(place);
    }
    if (!who.places.empty())
        settle(who);
}

void people_stage::settle(const person& who)
{
    if (!was_empty_) {
        statement row{where_, "SELECT no, name, account, email FROM person WHERE ref = ?1", who.ref};
        if (row.step()) {
            const bool is_same =
                row.text(1) == who.name && row.text(2) == who.account && row.text(3) == who.email;
            settle_known(who, row.number<std::uint32_t>(0), is_same);
            return;
        }
    }
    bytes memberships;
    std::pair<std::uint32_t, std::uint32_t> first{UINT32_MAX, UINT32_MAX};
    for (const auto& place : who.places) {
        put_varint(memberships, place.role);
        put_varint(memberships, place.unit);
        first = std::min(first, {positions_.at(place.unit), place.role});
    }
    statement{
        where_,
        "INSERT INTO newcomer (position, role, ref, name, account, email, memberships) VALUES (?1, ?2, ?3, "
        "?4, ?5, ?6, ?7)",
        first.first,
        first.second,
        who.ref,
        who.name,
        who.account,
        who.email,
        memberships}
        .run();
}

void people_stage::settle_known(const person& who, std::uint32_t no, bool is_same)
{
    known_.insert(no);
    if (!is_same) {
        changed_.insert(no);
        addresses_changed_ = true;
        statement{
            where_,
            "UPDATE person SET name = ?2, account = ?3, email = ?4, reach = ?5 WHERE no = ?1",
            no,
            who.name,
            or_none(who.account),
            or_none(who.email),
            reach_of(who.account, who.email)}
            .run();
    }
    statement add{where_, "INSERT INTO staged_membership (no, role, unit) VALUES (?1, ?2, ?3)"};
    for (const auto& place : who.places) add.with(no, place.role, place.unit).run();
}

void people_stage::number_newcomers(import_report& report)
{
    std::uint32_t no = 0;
    {
        statement row{where_, "SELECT coalesce(max(no), 0) FROM person"};
        row.step();
        no = row.number<std::uint32_t>(0);
    }
    statement rows{
        where_, "SELECT ref, name, account, email, memberships FROM newcomer ORDER BY position, role, ref"};
    statement add{
        where_, "INSERT INTO person (no, ref, name, account, email, reach) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
    statement join{
        where_, "INSERT INTO membership (role, unit, no) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"};
    while (rows.step()) {
        const auto account = rows.text(2), email = rows.text(3);
        add.with(++no, rows.text(0), rows.text(1), or_none(account), or_none(email), reach_of(account, email))
            .run();
        for (auto left = rows.blob(4); !left.empty();) {
            const auto what = take_varint(left), unit = take_varint(left);
            join.with(what.value(), unit.value(), no).run();
        }
        addresses_changed_ = true;
        file_.progress("storing", ++report.created);
    }
}

}  // namespace loa
