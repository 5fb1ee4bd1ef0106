/// \file
/// An adapter alone: the channel and its connections, without ledger, planner and dispatcher, sending to
/// made-up destinations.
///
///   bench_adapter enetviet --url http://127.0.0.1:8080 --bulletin FILE --count 100000 --at-once 1
///   --connections 64 bench_adapter email --port 2525 ...
///
/// Prints what it took as JSON. With --show it prints the bytes of one request or message and sends nothing.

#include "adapters/email/email_channel.hpp"
#include "adapters/enetviet/enetviet_channel.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <sys/resource.h>
#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>
#include <iterator>

namespace {

using namespace loa;

struct options {
    std::string channel, url, ca_file, token_file, bulletin, dkim_key;
    std::uint16_t port = 0;
    std::size_t count = 1000, at_once = 1, connections = 64;
    bool show = false;
};

class no_log final : public logger {
public:
    bool wants(log_level) const noexcept override { return false; }
    void write(log_level, std::string_view, std::span<const log_field>) noexcept override {}
};

dkim_params signed_by(const std::string& key_file)
{
    std::ifstream in{key_file};
    const std::string pem{std::istreambuf_iterator<char>{in}, {}};
    const auto key = signing_key::read(pem);
    if (!key)
        throw std::runtime_error{key_file + ": " + key.error().wrong};
    dkim_params out;
    out.domain = "hcm.edu.vn";
    out.key = {"bench", *key};
    return out;
}

std::unique_ptr<channel> make_channel(boost::asio::io_context& loop, const options& how, logger& log)
{
    if (how.channel == "email") {
        email_params params;
        params.host = "127.0.0.1";
        params.port = how.port;
        params.tls = smtp_tls::none;
        params.helo_name = "loa.bench.hcm.edu.vn";
        params.connections = how.connections;
        params.messages_per_call = how.at_once;
        params.messages_per_connection = how.count + 1;
        if (!how.dkim_key.empty())
            params.dkim = signed_by(how.dkim_key);
        return make_email_channel(loop, std::move(params), log);
    }
    enetviet_params params;
    params.base_url = how.url;
    params.ca_file = how.ca_file;
    params.token_file = how.token_file;
    params.connections = how.connections;
    params.accounts_per_request = how.at_once;
    return make_enetviet_channel(loop, std::move(params), log);
}

struct people {
    people(const options& how, std::int64_t broadcast)
    {
        const std::vector<std::uint8_t> secret(32, 7);
        key_maker make_key{secret, broadcast, how.channel};
        const bool email = how.channel == "email";
        for (std::size_t i = 0; i != how.count; ++i) {
            auto number = std::to_string(100'000'000 + i);
            addresses.push_back(
                email ? std::string{"nguyen.van.an"}.append(number).append("@truong.hcm.edu.vn")
                      : std::move(number)
            );
        }
        for (std::size_t i = 0; i != how.count; ++i) {
            destination one;
            one.no = static_cast<std::uint32_t>(i + 1);
            one.address = addresses[i];
            one.name = "Nguyễn Văn An";
            one.key = make_key(one.no);
            all.push_back(one);
        }
    }

    std::vector<std::string> addresses;
    std::vector<destination> all;
};

struct progress {
    std::size_t next = 0, ended = 0, accepted = 0;
    std::string trouble;
    std::chrono::steady_clock::time_point last;
};

/// One of those that send side by side, as the dispatcher's calls do.
task<> send_in_turn(
    boost::asio::io_context& loop, rendition& what, const people& to, std::size_t at_once, progress& at
)
{
    while (at.next < to.all.size()) {
        const auto begin = at.next;
        at.next = std::min(to.all.size(), begin + at_once);
        const std::span some{to.all.data() + begin, at.next - begin};
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
        auto sending = what.deliver(some, deadline);
        const auto outcomes = co_await std::move(sending);
        for (const auto& each : outcomes) {
            if (each.what == outcome_class::accepted)
                ++at.accepted;
            else
                at.trouble = std::string{to_string(each.what)} + ": " + each.cause;
        }
        at.ended += outcomes.size();
    }
    if (at.ended == to.all.size()) {
        at.last = std::chrono::steady_clock::now();
        loop.stop();  // kept connections have timers
    }
}

/// Bytes. Not what getrusage says, which begins with the memory of whoever started us.
std::size_t peak_memory()
{
    std::ifstream in{"/proc/self/status"};
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("VmHWM:"))
            return std::strtoul(line.c_str() + 6, nullptr, 10) * 1024;
    return 0;
}

double seconds_of(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int run(const options& how)
{
    std::ifstream in{how.bulletin};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto read = parse_bulletin(text, {});
    if (!read) {
        std::cerr << how.bulletin << " is no bulletin\n";
        return 2;
    }
    boost::asio::io_context loop{1};
    no_log log;
    const auto sender = make_channel(loop, how, log);
    const auto broadcast = static_cast<std::int64_t>(std::time(nullptr));  // other keys in each run
    const auto rendered = sender->render(*read, broadcast);
    if (!rendered) {
        std::cerr << "the bulletin cannot go out: " << rendered.error().front().text << '\n';
        return 2;
    }
    const people to{how, broadcast};
    if (how.show) {
        std::cout << (*rendered)->preview(to.all.front()).source;
        return 0;
    }

    progress at;
    rusage before{}, after{};
    ::getrusage(RUSAGE_SELF, &before);
    const auto started = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i != how.connections; ++i)
        boost::asio::co_spawn(
            loop, send_in_turn(loop, **rendered, to, how.at_once, at), boost::asio::detached
        );
    loop.run();
    const std::chrono::duration<double> took = at.last - started;
    ::getrusage(RUSAGE_SELF, &after);
    const auto cpu = seconds_of(after.ru_utime) + seconds_of(after.ru_stime) - seconds_of(before.ru_utime) -
                     seconds_of(before.ru_stime);
    std::cout << "{\"accepted\": " << at.accepted << ", \"seconds\": " << took.count() << ", \"cpu\": " << cpu
              << ", \"peak\": " << peak_memory() << "}\n";
    if (!at.trouble.empty())
        std::cerr << at.trouble << '\n';
    return at.accepted == how.count ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv)
{
    options how;
    CLI::App app{"An adapter alone"};
    app.add_option("channel", how.channel)->required()->check(CLI::IsMember({"enetviet", "email"}));
    app.add_option("--url", how.url);
    app.add_option("--ca-file", how.ca_file);
    app.add_option("--token-file", how.token_file);
    app.add_option("--port", how.port);
    app.add_option("--dkim-key", how.dkim_key)->check(CLI::ExistingFile);
    app.add_option("--bulletin", how.bulletin)->required()->check(CLI::ExistingFile);
    app.add_option("--count", how.count);
    app.add_option("--at-once", how.at_once);
    app.add_option("--connections", how.connections);
    app.add_flag("--show", how.show);
    CLI11_PARSE(app, argc, argv);
    try {
        return run(how);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
