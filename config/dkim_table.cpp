#include "config/tables.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace loa {
namespace {

constexpr setting_rule selector{is_domain, "a name in the DNS like \"loa2026\""};

/// Whether DMARC takes the one for the other (RFC 7489 section 3.1.1, relaxed), as far as can be told without
/// the list of public suffixes: they are the same, or one is below the other.
bool is_aligned(std::string_view a, std::string_view b)
{
    if (a.size() < b.size())
        std::swap(a, b);
    const auto rest = a.substr(a.size() - b.size());
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c + 0x20 : int{c}; };
    return std::ranges::equal(rest, b, {}, lower, lower) &&
           (a.size() == b.size() ||
            (a[a.size() - b.size() - 1] == '.' && b.find('.') != std::string_view::npos));
}

}  // namespace

void read_dkim(table_reader table, std::string_view from_address, std::optional<dkim_params>& dkim)
{
    auto into = dkim.value_or(dkim_params{});
    auto second = into.second.value_or(dkim_key{});
    table.text("domain", into.domain, optional(rules::domain));
    table.text("selector", into.key.selector, optional(selector));
    const bool has_key = table.private_key("key", into.key.key);
    table.text("second_selector", second.selector, optional(selector));
    const bool has_second = table.private_key("second_key", second.key);

    const bool wanted = !into.key.selector.empty(), both_wanted = !second.selector.empty();
    table.check(
        !wanted || has_key,
        {"selector", "key_file", "key_credential", "key"},
        "key_file or key_credential, the private key of this selector"
    );
    table.check(
        wanted || (!has_key && !both_wanted && into.domain.empty()),
        {"selector", "key_file", "key_credential", "second_selector", "domain"},
        "a selector and its key, by which messages are signed"
    );
    const auto domain_of_sender = from_address.substr(from_address.find('@') + 1);
    table.check(
        into.domain.empty() || is_aligned(into.domain, domain_of_sender),
        {"domain"},
        std::string{domain_of_sender}.append(", the domain of from_address, or one above or below it (DMARC)")
    );
    if (into.domain.empty())
        into.domain = domain_of_sender;
    table.check(
        both_wanted == has_second,
        {"second_selector", "second_key_file", "second_key_credential", "second_key"},
        "second_selector and second_key_file or second_key_credential together"
    );
    table.check(
        !both_wanted || second.selector != into.key.selector,
        {"second_selector"},
        "another selector than the first"
    );
    table.check(
        !second.key || !into.key.key || second.key->algorithm() != into.key.key->algorithm(),
        {"second_key_file", "second_key_credential"},
        "a key of the other algorithm: one RSA, one Ed25519"
    );
    table.finish();
    if (both_wanted)
        into.second = std::move(second);
    if (wanted)
        dkim = std::move(into);
}

}  // namespace loa
