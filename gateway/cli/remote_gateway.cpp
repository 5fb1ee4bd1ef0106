#include "gateway/cli/remote_gateway.hpp"

#include "gateway/core/json_reader.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace json = boost::json;
namespace urls = boost::urls;

namespace loa::cli {
namespace {

constexpr std::chrono::seconds answer_limit{15};

std::string read_key(const std::string& file)
{
    if (file.empty())
        return {};
    std::ifstream from{file};
    if (!from)
        throw failure{"cannot read the key file " + file, bad_usage};
    std::string key{std::istreambuf_iterator<char>{from}, {}};
    while (!key.empty() && (key.back() == '\n' || key.back() == '\r' || key.back() == ' ')) key.pop_back();
    const bool is_plain =
        !key.empty() && key.size() < 200 && key.find_first_of(" \t\r\n") == std::string::npos;
    if (!is_plain)
        throw failure{"the key file " + file + " does not hold one API key", bad_usage};
    return key;
}

http_client_params params_of(const remote_options& where)
{
    const auto url = urls::parse_absolute_uri(where.url);
    const bool is_https = url && url->scheme_id() == urls::scheme::https;
    if (!url || (!is_https && url->scheme_id() != urls::scheme::http) || url->host().empty())
        throw failure{"--url must be like https://loa.hcm.edu.vn or http://127.0.0.1:8088", bad_usage};
    const std::string host{url->host_address()};
    if (!is_https && host != "localhost" && host != "::1" && !host.starts_with("127."))
        throw failure{"--url must be https: the key would cross the network readable", bad_usage};
    if (where.key_file.empty())
        throw failure{"--url needs --key-file, with an API key in it", bad_usage};
    http_client_params out;
    out.tls = is_https;
    out.host = host;
    out.port = url->port_number() != 0 ? url->port_number() : static_cast<std::uint16_t>(is_https ? 443 : 80);
    out.ca_file = where.ca_file;
    out.connections = 1;
    return out;
}

http_exchange talk(const http_client_params& to, const std::string& request)
{
    boost::asio::io_context loop;
    const auto client = make_http_client(loop, to);
    const std::array<std::string_view, 1> pieces{request};
    http_exchange out;
    std::exception_ptr error;
    boost::asio::co_spawn(
        loop,
        client->exchange(pieces, std::chrono::steady_clock::now() + answer_limit),
        [&](std::exception_ptr e, http_exchange got) {
            error = e;
            out = std::move(got);
            loop.stop();
        }
    );
    loop.run();
    if (error)
        std::rethrow_exception(error);
    return out;
}

std::string socket_of(const settings& how)
{
    return how.http ? how.http->unix_socket : std::string{};
}

enum class listener { none, listens, forbidden };

/// Whether a program listens at the socket, or this user may not know.
listener who_listens(const std::string& path)
{
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof to.sun_path)
        return listener::none;
    std::memcpy(to.sun_path, path.data(), path.size());
    const int line = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (line < 0)
        return listener::none;
    const int error = ::connect(line, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 ? 0 : errno;
    ::close(line);
    if (error == EACCES || error == EPERM)
        return listener::forbidden;
    return error == 0 || error == EAGAIN ? listener::listens : listener::none;
}

constexpr std::string_view ways_in =
    "run this as root or as the gateway's own user (sudo -u loa loa ...), or with --key-file and an API key";

/// The gateway of this machine, if it runs.
std::optional<remote_gateway> gateway_here(const remote_options& where, const context& with)
{
    const auto path = socket_of(with.load());
    const auto found = who_listens(path);
    if (found == listener::forbidden)
        throw failure{fmt::format(
            "you may not use the gateway's socket {}: {}",
            path,
            where.key_file.empty() ? ways_in : "give its URL with --url"
        )};
    if (found == listener::none)
        return std::nullopt;
    http_client_params to;
    to.host = "localhost";
    to.unix_socket = path;
    to.connections = 1;
    return std::optional<remote_gateway>{std::in_place, to, "the gateway at " + path, where.key_file};
}

}  // namespace

void add_remote_options(CLI::App& to, const std::shared_ptr<remote_options>& into)
{
    auto* url =
        to.add_option("--url", into->url, "A gateway that runs elsewhere, e.g. https://loa.hcm.edu.vn")
            ->envname("LOA_URL")
            ->type_name("URL");
    to.add_option("--key-file", into->key_file, "File with an API key for it")
        ->envname("LOA_KEY_FILE")
        ->type_name("FILE");
    to.add_option(
          "--ca-file", into->ca_file, "Authority of its certificate (PEM), if the system does not know it"
    )
        ->type_name("FILE");
    to.add_flag("--ledger", into->ledger, "On this machine's ledger, past a gateway that does not answer")
        ->excludes(url);
}

std::string_view remote_answer::code() const
{
    const auto* text = body.if_contains("code");
    return text && text->is_string() ? std::string_view{text->get_string()} : std::string_view{};
}

std::string remote_answer::why() const
{
    for (const char* name : {"detail", "title"})
        if (const auto* text = body.if_contains(name); text && text->is_string())
            return std::string{text->as_string()};
    return "it does not say why";
}

remote_gateway::remote_gateway(const http_client_params& to, std::string name, const std::string& key_file)
    : to_{to}, name_{std::move(name)}, key_file_{key_file}, key_{read_key(key_file)}
{
}

remote_answer remote_gateway::ask(std::string_view method, const std::string& path, const json::object& body)
    const
{
    const bool is_write = method != "GET";
    const auto text = is_write ? json::serialize(body) : std::string{};
    auto request = fmt::format(
        "{} {} HTTP/1.1\r\nHost: {}\r\nAccept-Language: en\r\nAccept: application/json\r\nUser-Agent: "
        "loa\r\n",
        method,
        path,
        to_.host.find(':') == std::string::npos ? to_.host : '[' + to_.host + ']'
    );
    if (!key_.empty())
        request += fmt::format("Authorization: Bearer {}\r\n", key_);
    if (is_write)
        request += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", text.size());
    request.append("\r\n").append(text);

    const auto got = talk(to_, request);
    if (got.progress != http_progress::answered)
        tell_trouble(got, is_write);
    auto parsed = parse_json(got.answer.body, got.answer.body.size());
    const bool is_ours =
        parsed && parsed->is_object() && (got.answer.status == 200 || parsed->get_object().contains("code"));
    if (!is_ours)
        throw failure{
            fmt::format("what answers in place of {} is no gateway (HTTP {})", name_, got.answer.status)};
    remote_answer out{got.answer.status, std::move(parsed->get_object())};
    if (out.status != 200 && out.status != 404 && out.status != 409)
        refuse(out);
    return out;
}

void remote_gateway::refuse(const remote_answer& got) const
{
    if (got.status == 401 && key_.empty())
        throw failure{fmt::format("{} does not know you: {}", name_, ways_in)};
    if (got.status == 401)
        throw failure{fmt::format("{} refuses the key in {}: {}", name_, key_file_, got.why())};
    if (got.status == 403 && !key_.empty())
        throw failure{fmt::format(
            "{} refuses: the key in {} may not do this; to steer it needs the role operator", name_, key_file_
        )};
    throw failure{fmt::format("{} refuses: {}", name_, got.why())};
}

void remote_gateway::tell_trouble(const http_exchange& got, bool is_write) const
{
    auto text = fmt::format(
        "{} does not answer: {}", name_, got.error ? got.error.message() : "the connection broke"
    );
    if (got.progress == http_progress::sent && is_write)
        text += "; it may have done it all the same";
    else if (to_.tls && got.progress == http_progress::not_connected && std::string_view{got.error.category().name()} == "asio.ssl")
        text +=
            "; is the URL's host the one in its certificate, and is the authority that signed it known here "
            "(--ca-file)?";
    if (!to_.unix_socket.empty())
        text += "; --ledger goes past it";
    throw failure{text};
}

std::optional<remote_gateway> gateway_to_steer(const remote_options& where, const context& with)
{
    if (!where.url.empty())
        return std::optional<remote_gateway>{
            std::in_place, params_of(where), "the gateway at " + where.url, where.key_file};
    if (where.ledger)
        return std::nullopt;
    auto out = gateway_here(where, with);
    if (!out && !where.key_file.empty())
        throw failure{
            "--key-file is for a gateway, and none listens at a unix_socket of the settings: give its URL "
            "with --url"};
    return out;
}

std::optional<remote_gateway> gateway_to_read(const remote_options& where, const context& with)
{
    if (where.url.empty() && where.key_file.empty())
        return std::nullopt;
    return gateway_to_steer(where, with);
}

std::string not_running(const settings& how)
{
    const auto path = socket_of(how);
    if (path.empty() || who_listens(path) != listener::none)
        return {};
    return fmt::format("no gateway listens at {}: nothing is sent until `loa serve` runs", path);
}

void no_such_broadcast(std::int64_t id)
{
    throw failure{fmt::format("there is no broadcast {}; `loa broadcasts` lists them", id)};
}

}  // namespace loa::cli
