#include "config/tables.hpp"

namespace loa {

using namespace std::chrono_literals;

void read_email(table_reader& table, email_params& into)
{
    table.text("host", into.host, rules::host);
    table.number("port", into.port, 1, 65535);
    table.choice(
        "tls",
        into.tls,
        {{"starttls", smtp_tls::starttls}, {"implicit", smtp_tls::implicit}, {"none", smtp_tls::none}}
    );
    table.certificates("ca_file", into.ca_file);
    table.text("username", into.username, optional(rules::line));
    table.secret("password", into.password);
    table.text("helo_name", into.helo_name, optional(rules::domain));
    table.text("from_address", into.from_address, rules::mailbox);
    table.text("from_name", into.from_name, optional(rules::line));
    table.text("reply_to", into.reply_to, optional(rules::mailbox));
    table.text("bounce_domain", into.bounce_domain, rules::domain);
    table.text("message_id_domain", into.message_id_domain, rules::domain);
    table.text("list_id", into.list_id, rules::domain);
    table.texts("allowed_hosts", into.allowed_hosts, rules::domain);
    table.number("connections", into.connections, 1, 1'000);
    table.number("messages_per_call", into.messages_per_call, 1, 1'000);
    table.number("messages_per_connection", into.messages_per_connection, 1, 1'000'000);
    table.duration("connect_timeout", into.connect_limit, 1s, 10min);
    table.duration("reply_timeout", into.reply_limit, 1s, 1h);

    table.check(
        into.messages_per_connection >= into.messages_per_call,
        {"messages_per_connection", "messages_per_call"},
        "messages_per_connection not smaller than messages_per_call"
    );
    table.check(
        into.username.empty() || !into.password.empty(),
        {"username", "password_file", "password_credential"},
        "password_file or password_credential with a username"
    );
    table.check(
        into.password.empty() || !into.username.empty(),
        {"password_file", "password_credential"},
        "a username with the password"
    );
    table.check(
        into.password.empty() || into.tls != smtp_tls::none || is_loopback(into.host),
        {"tls"},
        "\"starttls\" or \"implicit\": the password would cross the network readable"
    );
    table.check(
        into.ca_file.empty() || into.tls != smtp_tls::none,
        {"ca_file", "tls"},
        "ca_file only with tls = \"starttls\" or \"implicit\""
    );
    read_dkim(table.table("dkim"), into.from_address, into.dkim);
}

}  // namespace loa
