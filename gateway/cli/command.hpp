#pragma once
/// \file
/// What the subcommands of `loa` share: where the settings are, how results and failures are told.

#include "config/load.hpp"
#include "config/settings.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace loa::cli {

// Exit codes, the same for every subcommand.
inline constexpr int done = 0;
inline constexpr int failed = 1;          ///< it could not be done; why is on standard error
inline constexpr int bad_usage = 2;       ///< the command line or the settings are wrong
inline constexpr int partly_refused = 3;  ///< done, but some of what was given was refused; which is told

/// For an option that is one.
inline const std::vector<std::string> channel_names{"enetviet", "email"};

/// Ends the command with a sentence on standard error.
class failure : public std::runtime_error {
public:
    explicit failure(const std::string& sentence, int exit_code = failed)
        : std::runtime_error{sentence}, exit_code_{exit_code}
    {
    }
    int exit_code() const noexcept { return exit_code_; }

private:
    int exit_code_;
};

/// Options that stand before or behind any subcommand, and its result.
struct context {
    std::string config_file;
    bool json = false;
    int exit_code = done;

    /// Reads the settings, or ends the command with everything that is wrong with them. What only looks at
    /// the stores reads no secrets: whoever runs it need not be able to.
    settings load(secret_files which = secret_files::none) const;
    /// One line of JSON on standard output.
    void print(const boost::json::value& what) const;
};

/// Adds a subcommand with the options --config and --json. `run` is called when it was chosen.
CLI::App& add_command(
    CLI::App& to, context& with, const std::string& name, const std::string& about, std::function<void()> run
);

// One file each, named after the subcommand. `with` outlives the App.
void add_serve(CLI::App& to, context& with);
void add_config(CLI::App& to, context& with);
void add_directory(CLI::App& to, context& with);
void add_publish(CLI::App& to, context& with);
void add_rejected(CLI::App& to, context& with);  // list, show, delete
void add_broadcasts(CLI::App& to, context& with);
void add_status(CLI::App& to, context& with);
void add_missed(CLI::App& to, context& with);
void add_delivery(CLI::App& to, context& with);
void add_retry(CLI::App& to, context& with);
void add_steering(CLI::App& to, context& with);  // cancel, pause, resume, release
void add_admin(CLI::App& to, context& with);     // create, password, list
void add_audit(CLI::App& to, context& with);     // verify, export
void add_report(CLI::App& to, context& with);
void add_purge(CLI::App& to, context& with);
void add_sandbox(CLI::App& to, context& with);

}  // namespace loa::cli
