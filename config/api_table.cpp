#include "config/tables.hpp"

namespace loa {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kilobyte = 1'024;
constexpr std::size_t megabyte = 1'024 * kilobyte;

void read_server(table_reader& table, http_server_params& into)
{
    table.text("address", into.address, rules::ip_address);
    table.number("port", into.port, 0, 65535);
    table.certificates("certificate_file", into.certificate_file);
    std::filesystem::path key = into.key_file, socket = into.unix_socket;
    table.path("key_file", key);
    table.path("unix_socket", socket);
    into.key_file = key.string();
    into.unix_socket = socket.string();
    table.number("connections", into.connections, 1, 10'000);
    table.number("connections_per_peer", into.connections_per_peer, 1, 10'000);
    table.number("header_bytes", into.header_bytes, kilobyte, megabyte);
    table.number("body_bytes", into.body_bytes, 64 * kilobyte, 64 * megabyte);
    table.number("memory_bytes", into.memory_bytes, megabyte, 4'096 * megabyte);
    table.duration("header_timeout", into.header_limit, 1s, 5min);
    table.duration("body_timeout", into.body_limit, 1s, 10min);
    table.duration("idle_timeout", into.idle_limit, 1s, 1h);
    table.duration("write_timeout", into.write_limit, 1s, 10min);

    table.check(
        into.certificate_file.empty() == into.key_file.empty(),
        {"certificate_file", "key_file"},
        "certificate_file and key_file together"
    );
    table.check(
        !into.certificate_file.empty() || into.port == 0 || is_loopback(into.address),
        {"address", "port"},
        "certificate_file and key_file, or a loopback address: passwords would cross the network readable"
    );
    table.check(
        into.port != 0 || !into.unix_socket.empty(),
        {"port", "unix_socket"},
        "a port, or a unix_socket, or both"
    );
    table.check(
        into.connections_per_peer <= into.connections,
        {"connections_per_peer", "connections"},
        "connections_per_peer not greater than connections"
    );
    table.check(
        into.memory_bytes >= into.body_bytes,
        {"memory_bytes", "body_bytes"},
        "memory_bytes not smaller than body_bytes"
    );
}

void read_behaviour(table_reader& table, api_params& into)
{
    table.text("public_url", into.public_url, optional(rules::https_url));
    table.text("home_page", into.home_page, rules::https_url);
    table.folder(
        "console",
        into.console,
        "index.html",
        "the folder of the built console (in a checkout: console/dist after `npm run build` in console/), or "
        "\"\" for none"
    );
    while (into.public_url.ends_with('/')) into.public_url.pop_back();
    table.number("import_bytes", into.import_bytes, megabyte, 64 * 1'024 * megabyte);
    table.number("threads", into.threads, 1, 64);
    table.number("waiting", into.waiting, 1, 10'000);
    table.duration("session_idle", into.session_idle, 1min, 24h);
    table.duration("session_limit", into.session_most, 1min, 7 * 24h);
    table.duration("recall_time", into.recallable_for, 0s, 1h);
    table.flag("open_metrics", into.open_metrics);
    table.check(
        into.session_most >= into.session_idle,
        {"session_limit", "session_idle"},
        "session_limit not shorter than session_idle"
    );
}

}  // namespace

void read_api(
    table_reader table,
    std::optional<http_server_params>& server,
    api_params& into,
    std::optional<oidc_params>& oidc
)
{
    bool enabled = server.has_value();
    auto params = server.value_or(http_server_params{});
    table.flag("enabled", enabled);
    if (!enabled)
        table.only_read();
    read_server(table, params);
    read_behaviour(table, into);
    read_oidc(table.table("oidc"), into, oidc);
    table.finish();
    if (enabled)
        server = std::move(params);
    else
        server.reset();
}

}  // namespace loa
