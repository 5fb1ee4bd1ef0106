#include "gateway/core/report.hpp"

#include "gateway/api/report_json.hpp"
#include "gateway/api/report_xlsx.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/core/local_calendar.hpp"
#include "gateway/ledger/sqlite_desk.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <memory>

namespace loa::cli {
namespace {

struct asked {
    std::string from, to, csv, xlsx;
};

std::chrono::year_month_day day_of(const std::string& text, const char* option)
{
    const auto day = parse_day(text);
    if (!day)
        throw failure{fmt::format("{} {}: a day like 2026-11-30 is expected", option, text), bad_usage};
    return *day;
}

void write(const std::string& file, const std::string& what)
{
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << what;
    out.close();
    if (!out)
        throw failure{file + " cannot be written"};
}

std::string percent(const reach& of)
{
    const auto coverage = of.coverage();
    return coverage ? fmt::format("{:.2f} %", *coverage * 100) : std::string{"-"};
}

std::string time_of(std::optional<double> seconds)
{
    return seconds ? fmt::format("{:.0f} s", *seconds) : std::string{"-"};
}

void print_line(
    const std::string& name, const std::string& broadcasts, const reach& of, std::optional<double> seconds
)
{
    std::cout << fmt::format(
        "{:<14}{:>11}{:>14}{:>12}{:>10}{:>10}{:>10}{:>12}\n",
        name,
        broadcasts,
        of.destinations(),
        of.reached,
        of.waiting,
        of.missed,
        percent(of),
        time_of(seconds)
    );
}

void print(const report& what)
{
    std::cout << fmt::format(
        "{:<14}{:>11}{:>14}{:>12}{:>10}{:>10}{:>10}{:>12}\n",
        "",
        "broadcasts",
        "destinations",
        "reached",
        "waiting",
        "missed",
        "coverage",
        "to 95 %"
    );
    print_line("all", std::to_string(what.totals.broadcasts), what.totals.reach, what.totals.seconds_to_95);
    for (const auto& [area, sum] : what.by_content_area)
        print_line(
            area ? fmt::format("area {}", *area) : "no area",
            std::to_string(sum.broadcasts),
            sum.reach,
            sum.seconds_to_95
        );
    for (const auto& each : what.channels) print_line(each.channel, "", each.reach, each.seconds_to_95);
    std::cout << fmt::format(
        "\nRefusals: {} added, {} lifted. Taken in and not begun: {}.\n",
        what.refusals_added,
        what.refusals_lifted,
        what.of.not_sent
    );
    if (what.of.not_counted != 0)
        std::cerr << fmt::format(
            "loa: {} broadcasts are left out: their counters are damaged\n", what.of.not_counted
        );
}

void run(context& with, const asked& what)
{
    const auto how = with.load();
    const report_period period{
        day_of(what.from, "--from"), day_of(what.to, "--to"), how.quiet_hours.time_zone};
    if (!period.is_valid())
        throw failure{"--to must be --from or a day after it, and not more than 366 days in all", bad_usage};
    const auto desk = open_desk(how.store);
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto made = read_report(desk->reports(), period, now);
    if (!what.csv.empty())
        write(what.csv, to_csv(made));
    if (!what.xlsx.empty())
        write(what.xlsx, to_xlsx(made));
    if (with.json)
        with.print(to_json(made));
    else if (what.csv.empty() && what.xlsx.empty())
        print(made);
}

}  // namespace

void add_report(CLI::App& to, context& with)
{
    auto what = std::make_shared<asked>();
    auto& command = add_command(
        to,
        with,
        "report",
        "What a period's broadcasts came to, for the Director",
        [&with, what] { run(with, *what); }
    );
    command.add_option("--from", what->from, "First day")->required()->type_name("DAY");
    command.add_option("--to", what->to, "Last day, included")->required()->type_name("DAY");
    command.add_option("--csv", what->csv, "Its broadcasts, a line for each on each channel")
        ->type_name("FILE");
    command.add_option("--xlsx", what->xlsx, "A workbook in Vietnamese, to be printed")->type_name("FILE");
    command.footer(
        "What is counted: docs/report.md.\n\nExample:\n  loa report --from 2026-11-01 --to 2026-11-30 --xlsx "
        "/tmp/report.xlsx"
    );
}

}  // namespace loa::cli
