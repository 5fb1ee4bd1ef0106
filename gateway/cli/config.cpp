#include "config/load.hpp"
#include "gateway/cli/command.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace json = boost::json;

namespace loa::cli {
namespace {

struct dns_record {
    std::string name, text;
};

/// What the DNS must say so that signatures can be verified (RFC 6376 section 3.6.1).
std::vector<dns_record> records_of(const settings& what)
{
    std::vector<dns_record> out;
    if (!what.email || !what.email->dkim)
        return out;
    const auto& dkim = *what.email->dkim;
    const auto add = [&](const dkim_key& each) {
        std::string text{"v=DKIM1; k="};
        text.append(each.key->algorithm()).append("; p=").append(each.key->public_key());
        out.push_back({each.selector + "._domainkey." + dkim.domain, std::move(text)});
    };
    add(dkim.key);
    if (dkim.second)
        add(*dkim.second);
    return out;
}

/// As a zone file has it: in strings of at most 255 bytes (RFC 1035 section 3.3), which readers join.
std::string in_zone_file(const dns_record& what)
{
    constexpr std::size_t longest = 255;
    std::string out = what.name + ". IN TXT";
    for (std::size_t at = 0; at < what.text.size(); at += longest)
        out += " \"" + what.text.substr(at, longest) + '"';
    return out;
}

void check(context& with)
{
    const auto read = load_settings(with.config_file);
    if (read) {
        const auto records = records_of(*read);
        if (with.json) {
            json::array shown;
            for (const auto& each : records)
                shown.push_back(json::object{{"name", each.name}, {"type", "TXT"}, {"text", each.text}});
            with.print(json::object{
                {"file", with.config_file}, {"errors", json::array{}}, {"dns", std::move(shown)}});
            return;
        }
        std::cout << with.config_file << ": ok\n";
        if (!records.empty())
            std::cout << "\nMessages are signed (DKIM). The DNS must say:\n";
        for (const auto& each : records) std::cout << in_zone_file(each) << '\n';
        return;
    }
    with.exit_code = bad_usage;
    if (!with.json) {
        std::cerr << to_string(read.error()) << '\n';
        return;
    }
    json::array errors;
    for (const auto& each : read.error())
        errors.push_back(json::object{
            {"file", each.file},
            {"line", each.line},
            {"column", each.column},
            {"key", each.key},
            {"value", each.value},
            {"wrong", each.wrong},
            {"expected", each.expected}});
    with.print(json::object{{"file", with.config_file}, {"errors", std::move(errors)}});
}

}  // namespace

void add_config(CLI::App& to, context& with)
{
    auto& group = *to.add_subcommand("config", "Look at the settings");
    group.require_subcommand(1);
    add_command(
        group, with, "check", "Say everything that is wrong with the settings file", [&with] { check(with); }
    )
        .footer(
            "Exits 0 if nothing is wrong, 2 otherwise.\n\nExample:\n  loa config check --config "
            "/etc/loa/loa.toml"
        );
}

}  // namespace loa::cli
