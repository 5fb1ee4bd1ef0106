#include "gateway/cli/command.hpp"
#include "gateway/cli/progress_line.hpp"
#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/directory_listing.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <string>

namespace json = boost::json;

namespace loa::cli {
namespace {

using import_function = import_report (*)(const sqlite_params&, const import_request&);

json::object to_json(const import_report& report)
{
    return {
        {"rows", report.rows},           {"created", report.created},   {"updated", report.updated},
        {"unchanged", report.unchanged}, {"rejected", report.rejected},
    };
}

json::object to_json(const people_by_role& people)
{
    json::object out;
    for (std::size_t i = 0; i != people.size(); ++i)
        out[to_string(static_cast<role>(i))] = people[i];
    return out;
}

/// Imports one file and says what came of it.
import_report import_one(context& with, const sqlite_params& store, import_function import, std::string what, import_request request)
{
    const auto started = std::chrono::steady_clock::now();
    import_report report;
    {
        progress_line line;
        request.progress = [&](const import_progress& at) {
            const double part = at.bytes_total == 0 ? -1 : static_cast<double>(at.bytes) / static_cast<double>(at.bytes_total);
            line.show(part, fmt::format("{}: {} ({} rows)", what, at.step, at.rows));
        };
        report = import(store, request);
    }
    if (!with.json) {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
        std::cout << fmt::format(
            "{}: {} rows in {:.1f} s: {} new, {} changed, {} as before, {} rows rejected\n", what, report.rows, took.count(), report.created,
            report.updated, report.unchanged, report.rejected
        );
        if (report.rejected != 0)
            std::cout << fmt::format("  why, for each: {}\n", request.rejects.string());
    }
    return report;
}

void import(context& with, const std::string& units, const std::string& people, const std::string& rejects)
{
    const auto store = with.load().store;
    const auto rejects_of = [&](const std::string& file, const char* kind) {
        return rejects.empty() ? file + ".rejects.csv" : rejects + '.' + kind + ".csv";
    };
    const auto of_units = import_one(with, store, import_units, "units", {units, rejects_of(units, "units"), {}});
    const auto of_people = import_one(with, store, import_people, "people", {people, rejects_of(people, "people"), {}});
    if (with.json)
        with.print(json::object{{"units", to_json(of_units)}, {"people", to_json(of_people)}});
    if (of_units.rejected + of_people.rejected != 0)
        with.exit_code = partly_refused;
}

void count(context& with, const std::string& unit)
{
    const auto store = with.load().store;
    if (!unit.empty()) {
        const auto found = count_people(store, unit);
        if (!found)
            throw failure{"there is no unit " + unit + "; `loa directory units` lists them"};
        if (with.json)
            with.print(to_json(*found));
        else
            for (std::size_t i = 0; i != found->size(); ++i)
                std::cout << fmt::format("{:<10} {:>10}\n", to_string(static_cast<role>(i)), (*found)[i]);
        return;
    }
    const auto all = count_directory(store);
    if (with.json) {
        json::object units;
        for (const auto& [kind, number] : all.units)
            units[kind] = number;
        with.print(json::object{
            {"units", std::move(units)},
            {"people", all.people},
            {"with_account", all.with_account},
            {"with_mailbox", all.with_mailbox},
            {"by_role", to_json(all.by_role)},
        });
        return;
    }
    for (const auto& [kind, number] : all.units)
        std::cout << fmt::format("{:<14} {:>10}\n", kind, number);
    std::cout << fmt::format("{:<14} {:>10}\n{:<14} {:>10}\n{:<14} {:>10}\n", "people", all.people, "  accounts", all.with_account, "  mailboxes", all.with_mailbox);
    for (std::size_t i = 0; i != all.by_role.size(); ++i)
        std::cout << fmt::format("  {:<12} {:>10}\n", to_string(static_cast<role>(i)), all.by_role[i]);
}

void units(context& with)
{
    json::array out;
    list_units(with.load().store, [&](const unit_line& unit) {
        std::string levels, parents;
        for (const auto level : unit.levels)
            levels += (levels.empty() ? "" : ";") + std::string{to_string(level)};
        for (const auto& parent : unit.parents)
            parents += (parents.empty() ? "" : ";") + parent;
        if (with.json)
            out.push_back(json::object{
                {"ref", unit.ref}, {"name", unit.name}, {"kind", unit.kind}, {"levels", levels}, {"parents", parents}, {"people", to_json(unit.people)}
            });
        else
            std::cout << fmt::format("{:<24} {:<10} {:<10} {:<32} {}\n", unit.ref, unit.kind, levels, parents, unit.name);
    });
    if (with.json)
        with.print(out);
}

}  // namespace

void add_directory(CLI::App& to, context& with)
{
    auto& group = *to.add_subcommand("directory", "Units and the people who can be reached");
    group.require_subcommand(1);

    auto units_file = std::make_shared<std::string>(), people_file = std::make_shared<std::string>(), rejects = std::make_shared<std::string>();
    auto& importing = add_command(group, with, "import", "Bring units and people in from CSV files", [&with, units_file, people_file, rejects] {
        import(with, *units_file, *people_file, *rejects);
    });
    importing.add_option("units", *units_file, "CSV with ref,name,kind,levels,parents")->required()->check(CLI::ExistingFile);
    importing.add_option("people", *people_file, "CSV with ref,name,role,unit,account,email")->required()->check(CLI::ExistingFile);
    importing.add_option("--rejects", *rejects, "Where rejected rows go: FILE.units.csv and FILE.people.csv; otherwise beside the files");
    importing.footer(
        "Known references are brought up to date and keep their numbers; what a file does not name stays.\n"
        "Exits 0, or 3 if rows were rejected (the others are in).\n\n"
        "Example:\n  loa directory import units.csv people.csv"
    );

    auto unit = std::make_shared<std::string>();
    auto& counting = add_command(group, with, "count", "How many units, people, accounts and mailboxes there are", [&with, unit] { count(with, *unit); });
    counting.add_option("--unit", *unit, "People at this unit and below, by role");
    counting.footer("Example:\n  loa directory count --unit cum-05");

    add_command(group, with, "units", "List the units in organisation order", [&with] { units(with); }).footer("Example:\n  loa directory units --json");
}

}  // namespace loa::cli
