#include "gateway/core/audit_log.hpp"

#include "gateway/cli/command.hpp"
#include "gateway/ledger/csv.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/ledger_schema.hpp"

#include <boost/json/object.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>

namespace json = boost::json;

namespace loa::cli {
namespace {

struct opened_log {
    explicit opened_log(const sqlite_params& params)
        : store{params.folder / "ledger.db", ledger_schema(), store_access::existing}, log{make_audit_log(store, params)}
    {
    }
    database store;
    std::unique_ptr<audit_log> log;
};

/// Whether one of the entries has this hash: then nothing up to it has been changed since it was noted.
bool has_hash(audit_log& log, const std::string& hash)
{
    bool found = false;
    log.each({}, [&](const audit_entry& one) { found = found || one.hash == hash; });
    return found;
}

void verify(context& with, const std::string& expected)
{
    opened_log at{with.load().store};
    auto check = at.log->verify();
    if (!check.broken_at && !expected.empty() && !has_hash(*at.log, expected)) {
        check.broken_at = check.last_seq;
        check.what = "no entry has the hash that was expected: the log was cut off or written anew";
    }
    if (with.json)
        with.print(json::object{
            {"intact", !check.broken_at},
            {"entries", check.entries},
            {"first_seq", check.first_seq},
            {"last_seq", check.last_seq},
            {"last_hash", check.last_hash},
            {"broken_at", check.broken_at ? json::value(*check.broken_at) : json::value(nullptr)},
            {"what", check.what},
        });
    if (check.broken_at) {
        with.exit_code = failed;
        if (!with.json)
            std::cerr << fmt::format("loa: the audit log is damaged at entry {}: {}\n", *check.broken_at, check.what);
    }
    else if (!with.json)
        std::cout << fmt::format(
            "{} entries, {} to {}, are as they were written.\nLast hash: {}\n", check.entries, check.first_seq, check.last_seq, check.last_hash
        );
}

wall_time time_of(const std::string& text, const char* option)
{
    const auto read = parse_rfc3339(text);
    if (!read)
        throw failure{fmt::format("{} {}: a time like 2026-11-01T00:00:00+07:00 is expected", option, text), bad_usage};
    return *read;
}

/// A spreadsheet would run what starts like a formula.
std::string safe(const std::string& text)
{
    const bool is_formula = !text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos;
    return csv_field(is_formula ? "'" + text : text);
}

void export_csv(context& with, const std::string& file, const std::string& from, const std::string& to)
{
    audit_filter which;
    if (!from.empty())
        which.from = time_of(from, "--from");
    if (!to.empty())
        which.to = time_of(to, "--to");
    opened_log at{with.load().store};
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << "seq,at,who,peer,action,subject,before,after,hash\r\n";
    std::uint64_t count = 0;
    at.log->each(which, [&](const audit_entry& one) {
        out << one.seq << ',' << format_rfc3339(one.at);
        for (const auto* each : {&one.who, &one.peer, &one.action, &one.subject, &one.before, &one.after, &one.hash}) out << ',' << safe(*each);
        out << "\r\n";
        ++count;
    });
    out.close();
    if (!out)
        throw failure{file + " cannot be written"};
    if (with.json)
        with.print(json::object{{"file", file}, {"entries", count}});
    else
        std::cout << fmt::format("{} entries are in {}.\n", count, file);
}

}  // namespace

void add_audit(CLI::App& to, context& with)
{
    auto& group = *to.add_subcommand("audit", "Who did what");
    group.require_subcommand(1);

    auto expected = std::make_shared<std::string>();
    auto& checking = add_command(group, with, "verify", "Check that no entry was changed, removed or put in", [&with, expected] {
        verify(with, *expected);
    });
    checking.add_option("--expect", *expected, "A last hash that was noted elsewhere earlier: one of the entries must have it");
    checking.footer(
        "Whoever can write the file can also write the whole chain anew: note the last hash elsewhere (print it, mail it), and\n"
        "give it with --expect. Exits 0 if all is well, 1 otherwise.\n\nExample:\n  sudo -u loa loa audit verify"
    );

    auto file = std::make_shared<std::string>(), from = std::make_shared<std::string>(), until = std::make_shared<std::string>();
    auto& exporting = add_command(group, with, "export", "Write the log as CSV, oldest first", [&with, file, from, until] {
        export_csv(with, *file, *from, *until);
    });
    exporting.add_option("--csv", *file, "File to write")->required()->type_name("FILE");
    exporting.add_option("--from", *from, "Not before this time")->type_name("TIME");
    exporting.add_option("--to", *until, "Before this time")->type_name("TIME");
    exporting.footer("Example:\n  sudo -u loa loa audit export --csv audit.csv --from 2026-11-01T00:00:00+07:00");
}

}  // namespace loa::cli
