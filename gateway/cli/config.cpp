#include "config/load.hpp"
#include "gateway/cli/command.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <CLI/CLI.hpp>

#include <iostream>

namespace json = boost::json;

namespace loa::cli {
namespace {

void check(context& with)
{
    const auto read = load_settings(with.config_file);
    if (read) {
        if (with.json)
            with.print(json::object{{"file", with.config_file}, {"errors", json::array{}}});
        else
            std::cout << with.config_file << ": ok\n";
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
            {"file", each.file}, {"line", each.line}, {"column", each.column}, {"key", each.key}, {"value", each.value}, {"wrong", each.wrong}, {"expected", each.expected}
        });
    with.print(json::object{{"file", with.config_file}, {"errors", std::move(errors)}});
}

}  // namespace

void add_config(CLI::App& to, context& with)
{
    auto& group = *to.add_subcommand("config", "Look at the settings");
    group.require_subcommand(1);
    add_command(group, with, "check", "Say everything that is wrong with the settings file", [&with] { check(with); })
        .footer("Exits 0 if nothing is wrong, 2 otherwise.\n\nExample:\n  loa config check --config /etc/loa/loa.toml");
}

}  // namespace loa::cli
