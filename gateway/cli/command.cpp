#include "gateway/cli/command.hpp"

#include <boost/json/serialize.hpp>

#include <CLI/CLI.hpp>

#include <iostream>

namespace loa::cli {

settings context::load(secret_files which) const
{
    auto read = load_settings(config_file, which);
    if (!read)
        throw failure{to_string(read.error()), bad_usage};
    return *std::move(read);
}

void context::print(const boost::json::value& what) const
{
    std::cout << boost::json::serialize(what) << '\n';
}

CLI::App& add_command(CLI::App& to, context& with, const std::string& name, const std::string& about, std::function<void()> run)
{
    auto& command = *to.add_subcommand(name, about);
    command.add_option("--config", with.config_file, "Settings file")->envname("LOA_CONFIG")->capture_default_str()->type_name("FILE");
    command.add_flag("--json", with.json, "Print JSON, for scripts");
    command.callback(std::move(run));
    return command;
}

}  // namespace loa::cli
