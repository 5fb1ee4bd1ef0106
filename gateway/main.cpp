/// \file
/// The program `loa`: picks a subcommand and turns failures into exit codes.

#include "config/nearest_name.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include <malloc.h>

namespace {

/// Ends the program if a word that should be a command is none.
void refuse_unknown_command(const CLI::App& program, std::span<char* const> words)
{
    const auto* at = &program;
    for (const std::string word : words) {
        const auto commands = at->get_subcommands([](const CLI::App*) { return true; });
        if (commands.empty() || word.starts_with('-'))
            return;
        std::vector<std::string> names;
        for (const auto* each : commands) names.push_back(each->get_name());
        const auto known = std::ranges::find(names, word);
        if (known == names.end()) {
            const auto meant = loa::nearest_name(word, names);
            auto text = "there is no command \"" + word + "\"";
            throw loa::cli::failure{
                text.append(
                    meant.empty() ? "; `loa --help` lists them" : ": did you mean \"" + meant + "\"?"
                ),
                loa::cli::bad_usage};
        }
        at = commands[static_cast<std::size_t>(known - names.begin())];
    }
}

}  // namespace

int main(int argc, char* argv[])
{
    using namespace loa::cli;

    // Memory goes back when the plan of a city is done: large sets are mapped by themselves, whatever was
    // freed before (the library would raise the limit), and the few threads share one arena.
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    mallopt(M_ARENA_MAX, 1);

    std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error code, not our death
    std::ios::sync_with_stdio(false);

    context with;
    with.config_file = "/etc/loa/loa.toml";
    CLI::App program{"Loa carries bulletins to the eNetViet app and to mailboxes.", "loa"};
    program.set_version_flag("--version", std::string{"loa "} + loa::version + " (" + loa::commit + ")");
    program.require_subcommand(1);
    program.footer(
        "Each command has --help. Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 done but "
        "something was refused."
    );
    add_serve(program, with);
    add_config(program, with);
    add_directory(program, with);
    add_publish(program, with);
    add_rejected(program, with);
    add_broadcasts(program, with);
    add_status(program, with);
    add_missed(program, with);
    add_delivery(program, with);
    add_retry(program, with);
    add_steering(program, with);
    add_admin(program, with);
    add_audit(program, with);
    add_report(program, with);
    add_purge(program, with);
    add_sandbox(program, with);

    try {
        const std::span<char* const> words{argv, static_cast<std::size_t>(argc)};
        refuse_unknown_command(program, words.subspan(words.empty() ? 0 : 1));
        program.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        const auto code = program.exit(e);
        return code == 0 ? done : bad_usage;
    } catch (const failure& e) {
        std::cerr << "loa: " << e.what() << '\n';
        return e.exit_code();
    } catch (const std::exception& e) {
        std::cerr << "loa: " << e.what() << '\n';
        return failed;
    }
    std::cout.flush();
    if (!std::cout) {
        std::cerr << "loa: cannot write the output\n";
        return failed;
    }
    return with.exit_code;
}
