#include "config/tables.hpp"

#include "gateway/core/broadcast.hpp"

namespace loa {

using namespace std::chrono_literals;

void read_enetviet(table_reader& table, enetviet_params& into)
{
    table.text("base_url", into.base_url, rules::http_url);
    table.certificates("ca_file", into.ca_file);
    table.required_secret_file("token", into.token_file);
    table.text("token_header", into.token_header, rules::header_name);
    table.text("token_value", into.token_value, rules::line);
    table.choice(
        "addressing",
        into.addressing,
        {{"accounts", enetviet_addressing::accounts}, {"audience", enetviet_addressing::audience}}
    );
    table.text("post_audience_path", into.post_audience_path, rules::path);
    table.text("post_accounts_path", into.post_accounts_path, rules::path);
    table.text("look_up_path", into.look_up_path, rules::path);
    table.text("sender_unit", into.sender_unit, rules::line);
    table.named_texts("categories", into.categories, rules::line);
    table.text("default_category", into.default_category, rules::line);
    table.texts("allowed_hosts", into.allowed_hosts, rules::domain);
    table.number("title_limit", into.title_limit, 10, 10'000, "characters");
    table.number("summary_limit", into.summary_limit, 10, 10'000, "characters");
    table.number("body_limit", into.body_limit, 1'000, 10'000'000, "bytes");
    table.number("accounts_per_request", into.accounts_per_request, 1, batch_size);
    table.number("connections", into.connections, 1, 1'000);
    table.number("answer_limit", into.answer_limit, 1 << 10, 1 << 26, "bytes");
    table.duration("connect_timeout", into.connect_limit, 1s, 5min);

    const bool https = into.base_url.starts_with("https:");
    table.check(
        https || is_loopback(host_of(into.base_url)),
        {"base_url"},
        "https://: the token would cross the network readable"
    );
    table.check(
        into.ca_file.empty() || https, {"ca_file", "base_url"}, "ca_file only with an https:// base_url"
    );
    table.check(
        into.token_value.find("{token}") != std::string::npos,
        {"token_value"},
        "a text with {token} in it, where the token goes"
    );
}

}  // namespace loa
