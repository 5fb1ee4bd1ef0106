#include "adapters/enetviet/sandbox.hpp"
#include "gateway/cli/command.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <CLI/CLI.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

namespace loa::cli {
namespace {

struct options {
    sandbox_params params;
    double reset = 0;
    std::string port_file, token_file, receipts_file;
    std::int64_t latency_ms = 0, throttle_s = 1;
    std::string throttle_form = "seconds";
};

/// Whoever waits for the file reads a whole number or nothing.
void write_port(const std::string& file, std::uint16_t port)
{
    const auto unfinished = file + ".new";
    std::ofstream{unfinished} << port << '\n';
    std::error_code error;
    std::filesystem::rename(unfinished, file, error);
    if (error)
        throw failure{"cannot write " + file + ": " + error.message()};
}

void serve(options& how)
{
    how.params.rates.reset_present = how.params.rates.reset_absent = how.reset / 2;
    how.params.latency = std::chrono::milliseconds{how.latency_ms};
    how.params.throttle_for = std::chrono::seconds{how.throttle_s};
    how.params.throttle_form = how.throttle_form == "date"   ? retry_after_form::date
                               : how.throttle_form == "none" ? retry_after_form::none
                                                             : retry_after_form::seconds;
    if (!how.token_file.empty()) {
        std::ifstream in{how.token_file};
        if (!std::getline(in, how.params.token))
            throw failure{"cannot read a token from " + how.token_file};
    }

    if (!how.receipts_file.empty()) {
        std::ifstream in{how.receipts_file};
        if (!std::getline(in, how.params.receipts_secret))
            throw failure{"cannot read a secret from " + how.receipts_file};
    }

    boost::asio::io_context loop{1};
    sandbox partner{loop, how.params};
    boost::asio::signal_set signals{loop, SIGTERM, SIGINT};
    signals.async_wait([&](boost::system::error_code, int) {
        partner.stop();
        loop.stop();
    });
    const auto scheme = how.params.cert_file.empty() ? "http" : "https";
    std::cout << "eNetViet sandbox on " << scheme << "://" << how.params.address << ':' << partner.port() << "/ (posts), /tally (what arrived)" << std::endl;
    if (!how.port_file.empty())
        write_port(how.port_file, partner.port());
    loop.run();
    std::cout << partner.tally() << '\n';
}

}  // namespace

void add_sandbox(CLI::App& to, context&)
{
    auto how = std::make_shared<options>();
    auto& command = *to.add_subcommand("sandbox", "Play the eNetViet partner: accept, misbehave as told, count exactly");
    command.callback([how] { serve(*how); });

    auto& p = how->params;
    command.add_option("--address", p.address, "Address to listen on")->capture_default_str();
    command.add_option("--port", p.port, "Port; 0: a free one")->capture_default_str();
    command.add_option("--port-file", how->port_file, "Write the port there when ready");
    command.add_option("--token-file", how->token_file, "Token that posts must carry; none: any will do");
    command.add_option("--receipts-secret-file", how->receipts_file, "Secret that receipts are signed with (POST /receipts); none: none are sent");
    command.add_option("--receipts-app-id", p.receipts_app_id, "Under which the gateway is known")->capture_default_str();
    command.add_option("--cert", p.cert_file, "Certificate (PEM): speak TLS")->check(CLI::ExistingFile);
    command.add_option("--key", p.key_file, "Its key (PEM)")->check(CLI::ExistingFile);
    command.add_option("--latency", how->latency_ms, "Milliseconds before each answer")->check(CLI::Range(0, 60'000));
    command.add_option("--seed", p.seed, "The same seed misbehaves the same way")->capture_default_str();

    const auto share = [&](const char* name, double& value, const char* about) {
        command.add_option(name, value, about)->check(CLI::Range(0.0, 1.0))->group("Misbehaviour (shares from 0 to 1)");
    };
    share("--transient", p.rates.transient, "Accounts answered with an error that passes");
    share("--rejected", p.rates.rejected, "Accounts that do not exist, the same each time");
    share("--missing", p.rates.missing, "Accounts without a result in the answer");
    share("--reset", how->reset, "Posts cut off after the body was read, half of them carried out");
    share("--drop", p.rates.drop, "Posts cut off before the body was read");
    share("--throttle", p.rates.throttled, "Posts answered 429 with Retry-After");
    share("--unavailable", p.rates.unavailable, "Posts answered 503");
    share("--html", p.rates.html, "Posts answered with an HTML page");
    share("--stall", p.rates.stall, "Posts never answered, half of them carried out");
    share("--unauthorized", p.rates.unauthorized, "Posts answered 401");
    command.add_option("--throttle-for", how->throttle_s, "Seconds of Retry-After")->capture_default_str()->check(CLI::Range(0, 3'600));
    command.add_option("--throttle-form", how->throttle_form, "Form of Retry-After")->capture_default_str()->check(CLI::IsMember({"seconds", "date", "none"}));
    command.footer(
        "GET / shows the posts, GET /tally what arrived, POST /tally/expected?url=URL compares with a list of accounts.\n\n"
        "Example:\n  loa sandbox --port 8080 --transient 0.05 --rejected 0.01"
    );
}

}  // namespace loa::cli
