#include "gateway/cli/remote_gateway.hpp"

#include "adapters/http_client/http_client.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/core/json_reader.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <fstream>
#include <iterator>

namespace json = boost::json;
namespace urls = boost::urls;

namespace loa::cli {
namespace {

constexpr std::chrono::seconds answer_limit{30};

std::string read_key(const std::string& file)
{
    if (file.empty())
        throw failure{"--url needs --key-file, with an API key in it", bad_usage};
    std::ifstream from{file};
    if (!from)
        throw failure{"cannot read the key file " + file, bad_usage};
    std::string key{std::istreambuf_iterator<char>{from}, {}};
    while (!key.empty() && (key.back() == '\n' || key.back() == '\r' || key.back() == ' '))
        key.pop_back();
    const bool is_plain = !key.empty() && key.size() < 200 && key.find_first_of(" \t\r\n") == std::string::npos;
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
        loop, client->exchange(pieces, std::chrono::steady_clock::now() + answer_limit),
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

std::string sentence_of(const json::object& problem)
{
    for (const char* name : {"detail", "title"})
        if (const auto* text = problem.if_contains(name); text && text->is_string())
            return std::string{text->as_string()};
    return "it does not say why";
}

}  // namespace

void add_remote_options(CLI::App& to, const std::shared_ptr<remote_options>& into)
{
    to.add_option("--url", into->url, "A gateway that runs elsewhere, e.g. https://loa.hcm.edu.vn")->envname("LOA_URL")->type_name("URL");
    to.add_option("--key-file", into->key_file, "File with an API key for it")->envname("LOA_KEY_FILE")->type_name("FILE");
    to.add_option("--ca-file", into->ca_file, "Authority of its certificate (PEM), if the system does not know it")->type_name("FILE");
}

std::string_view remote_answer::code() const
{
    const auto* text = body.if_contains("code");
    return text && text->is_string() ? std::string_view{text->get_string()} : std::string_view{};
}

remote_answer ask_gateway(const remote_options& where, std::string_view method, const std::string& path, const json::object& body)
{
    const auto to = params_of(where);
    const bool is_write = method != "GET";
    const auto text = is_write ? json::serialize(body) : std::string{};
    auto request = fmt::format(
        "{} {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nAccept-Language: en\r\nAccept: application/json\r\nUser-Agent: loa\r\n", method, path,
        to.host.find(':') == std::string::npos ? to.host : '[' + to.host + ']', read_key(where.key_file)
    );
    if (is_write)
        request += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", text.size());
    request.append("\r\n").append(text);

    const auto got = talk(to, request);
    if (got.progress != http_progress::answered)
        throw failure{fmt::format(
            "the gateway at {} does not answer: {}{}", where.url, got.error ? got.error.message() : "the connection broke",
            got.progress == http_progress::sent && is_write ? "; it may have done it all the same" : ""
        )};
    auto parsed = parse_json(got.answer.body, got.answer.body.size());
    if (!parsed || !parsed->is_object())
        throw failure{fmt::format("what answers at {} is no gateway (HTTP {})", where.url, got.answer.status)};
    remote_answer out{got.answer.status, std::move(parsed->get_object())};
    if (out.status != 200 && out.status != 409)
        throw failure{fmt::format("the gateway at {} refuses: {}", where.url, sentence_of(out.body))};
    return out;
}

}  // namespace loa::cli
