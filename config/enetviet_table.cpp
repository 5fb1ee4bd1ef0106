#include "config/tables.hpp"

#include "gateway/core/broadcast.hpp"

#include <array>
#include <string_view>

namespace loa {
namespace {

constexpr std::array<std::string_view, 3> role_names{"staff", "teacher", "parent"};

void read_rule(table_reader& table, enetviet_rule& into)
{
    table.text("code", into.code, rules::line);
    table.text("message_contains", into.message_contains, optional(rules::line));
    table.choice(
        "class",
        into.what,
        {{"accepted", outcome_class::accepted},
         {"duplicate", outcome_class::duplicate},
         {"rejected", outcome_class::rejected},
         {"content_rejected", outcome_class::content_rejected},
         {"transient", outcome_class::transient},
         {"throttled", outcome_class::throttled},
         {"unauthorized", outcome_class::unauthorized},
         {"unavailable", outcome_class::unavailable},
         {"unknown", outcome_class::unknown}}
    );
    table.check(!into.code.empty(), {"code"}, "code, the partner's code that this is about");
}

void read_account_rule(table_reader& table, enetviet_rule& into)
{
    read_rule(table, into);
    table.check(
        into.what != outcome_class::content_rejected,
        {"class"},
        "\"rejected\": what one account is refused for must not stop the broadcast for all"
    );
}

}  // namespace

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
    table.text("area_mark", into.area_mark, optional(rules::line));
    table.text("urgent_mark", into.urgent_mark, rules::line);
    table.text("normal_mark", into.normal_mark, rules::line);
    table.text("bulk_mark", into.bulk_mark, rules::line);
    table.named_texts("unit_levels", into.unit_levels, rules::line);
    table.named_texts("user_types", into.user_types, rules::line, role_names);
    table.named_texts("field_names", into.field_names, rules::line, enetviet_fields);
    table.texts("code_fields", into.code_fields, rules::line);
    table.texts("found_states", into.found_states, rules::line);
    table.text("error_page", into.error_page, rules::path);
    table.secret("receipts_secret", into.receipt_secret);
    table.text("receipts_app_id", into.receipt_app_id, rules::line);
    table.text("receipts_signature_header", into.receipt_signature_header, rules::header_name);
    table.text("receipts_timestamp_header", into.receipt_timestamp_header, rules::header_name);
    table.duration("receipts_window", into.receipt_window, 10s, 24h);
    table.texts("receipts_delivered", into.receipt_delivered, rules::line);
    table.texts("receipts_read", into.receipt_read, rules::line);
    table.texts("receipts_failed", into.receipt_failed, rules::line);
    table.rows("post_codes", into.post_codes, read_rule);
    table.rows("account_codes", into.account_codes, read_account_rule);
    table.rows("look_up_codes", into.look_up_codes, read_rule);
    table.rows("http_codes", into.http_codes, read_rule);

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
