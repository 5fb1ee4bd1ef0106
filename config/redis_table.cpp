#include "config/tables.hpp"

namespace loa {

using namespace std::chrono_literals;

void read_redis(table_reader table, redis_params& into)
{
    table.text("url", into.url, rules::redis_url);
    table.text("username", into.username, optional(rules::line));
    table.secret("password", into.password);
    table.certificates("ca_file", into.ca_file);
    table.text("stream", into.stream, rules::line);
    table.text("rejected_stream", into.rejected_stream, rules::line);
    table.text("group", into.group, rules::line);
    table.duration("block", into.block, 100ms, 1min);
    table.duration("claim_idle", into.claim_idle, 1s, 24h);
    table.duration("reply_timeout", into.reply_limit, 100ms, 5min);
    table.duration("reconnect_first", into.reconnect_first, 10ms, 1min);
    table.duration("reconnect_most", into.reconnect_most, 100ms, 10min);

    table.check(
        into.rejected_stream != into.stream,
        {"rejected_stream", "stream"},
        "another name than that of the stream"
    );
    table.check(
        into.reconnect_most >= into.reconnect_first,
        {"reconnect_most", "reconnect_first"},
        "reconnect_most not shorter than reconnect_first"
    );
    table.check(
        into.ca_file.empty() || into.url.starts_with("rediss:"),
        {"ca_file", "url"},
        "ca_file only with a rediss:// url"
    );
    table.check(
        into.username.empty() || !into.password.empty(),
        {"username", "password_file", "password_credential"},
        "password_file or password_credential with a username"
    );
    table.check(
        into.password.empty() || !into.url.starts_with("redis:") || is_loopback(host_of(into.url)),
        {"url"},
        "rediss://: the password would cross the network readable"
    );
    table.finish();
}

}  // namespace loa
