#include "gateway/ledger/purge.hpp"

#include "gateway/cli/command.hpp"
#include "gateway/cli/here.hpp"

#include <boost/json/object.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace json = boost::json;

namespace loa::cli {
namespace {

void run(context& with, bool only_say)
{
    const auto how = with.load();
    const auto report = purge(how.store, how.retention, only_say ? purge_mode::only_say : purge_mode::take_away, here());
    if (report.audit.broken_at)
        with.exit_code = partly_refused;
    if (with.json) {
        with.print(json::object{
            {"dry_run", only_say},
            {"audit_entries", report.audit_entries},
            {"sign_ins", report.sign_ins},
            {"sessions", report.sessions},
            {"replies", report.replies},
            {"broadcasts", report.broadcasts},
            {"batches", report.batches},
            {"rejects", report.rejects},
            {"audit_intact", !report.audit.broken_at},
        });
        return;
    }
    std::cout << (only_say ? "Would be taken away:\n" : "Taken away:\n");
    std::cout << fmt::format("{:>10}  entries of the audit log\n", report.audit_entries);
    std::cout << fmt::format("{:>10}  entries of the sign-in log\n", report.sign_ins);
    std::cout << fmt::format("{:>10}  sessions that are over\n", report.sessions);
    std::cout << fmt::format("{:>10}  kept replies\n", report.replies);
    std::cout << fmt::format("{:>10}  broadcasts' deliveries, one by one ({} batches); their counts stay\n", report.broadcasts, report.batches);
    std::cout << fmt::format("{:>10}  lists of rows that imports of the directory rejected\n", report.rejects);
    if (report.audit.broken_at)
        std::cerr << fmt::format(
            "loa: the audit log is damaged at entry {} ({}): it is left as it is\n", *report.audit.broken_at, report.audit.what
        );
}

}  // namespace

void add_purge(CLI::App& to, context& with)
{
    auto only_say = std::make_shared<bool>(false);
    auto& command = add_command(to, with, "purge", "Take away what has been kept long enough ([retention])", [&with, only_say] {
        run(with, *only_say);
    });
    command.add_flag("--dry-run", *only_say, "Only say what would be taken away");
    command.footer("Can run beside the gateway; it is written in the audit log.\n\nExample:\n  sudo -u loa loa purge --dry-run");
}

}  // namespace loa::cli
