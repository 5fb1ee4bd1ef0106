#include "config/tables.hpp"

#include <algorithm>

namespace loa {
namespace {

using namespace std::chrono_literals;

bool is_issuer(std::string_view text)
{
    return is_https_url(text) && text.starts_with("https://");
}

bool is_scope(std::string_view text)
{
    return is_line(text) && !text.empty() && text.find(' ') == std::string_view::npos;
}

constexpr setting_rule issuer{is_issuer, "\"https://HOST\", as the provider calls itself"};
constexpr setting_rule scope{is_scope, "a scope like \"profile\""};

}  // namespace

void read_oidc(table_reader table, const api_params& api, std::optional<oidc_params>& oidc)
{
    auto into = oidc.value_or(oidc_params{});
    table.text("issuer", into.issuer, optional(issuer));
    if (into.issuer.empty())
        table.only_read();
    table.text("client_id", into.client_id, optional(rules::line));
    table.secret("client_secret", into.client_secret);
    table.text("name_claim", into.name_claim, rules::line);
    table.texts("scopes", into.scopes, scope);
    table.certificates("ca_file", into.ca_file);
    table.duration("timeout", into.limit, 1s, 30s);
    table.check(
        !into.client_id.empty(), {"client_id", "issuer"}, "client_id, by which the provider knows Loa"
    );
    table.check(
        !into.client_secret.empty(),
        {"client_secret_file", "client_secret_credential", "issuer"},
        "client_secret_file or client_secret_credential"
    );
    table.check(
        std::ranges::find(into.scopes, "openid") != into.scopes.end(),
        {"scopes"},
        "\"openid\" among the scopes"
    );
    table.check(
        !api.public_url.empty(), {"issuer"}, "public_url in [api]: the provider leads the browser back to it"
    );
    table.check(
        api.threads >= 3,
        {"issuer"},
        "threads in [api] at least 3: two of them may be waiting for the provider"
    );
    table.finish();
    if (into.issuer.empty())
        oidc.reset();
    else
        oidc = std::move(into);
}

}  // namespace loa
