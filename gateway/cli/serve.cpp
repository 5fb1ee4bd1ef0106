#include "gateway/app.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/logging/make_logger.hpp"

#include <CLI/CLI.hpp>

namespace loa::cli {

void add_serve(CLI::App& to, context& with)
{
    add_command(to, with, "serve", "Run the gateway: take bulletins in, plan, send, until SIGTERM", [&with] {
        auto how = with.load(secret_files::all);
        if (with.json)
            how.log.format = log_format::json;
        const auto log = make_logger(how.log);
        if (!log)
            throw failure{"cannot open the log " + how.log.file.string() + ": " + log.error().message()};
        app gateway{std::move(how), **log};
        with.exit_code = gateway.serve();
    }).footer("SIGTERM finishes what is in flight and exits 0; a second one exits at once.\n\nExample:\n  loa serve --config /etc/loa/loa.toml");
}

}  // namespace loa::cli
