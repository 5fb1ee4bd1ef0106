#include "gateway/ledger/import_fields.hpp"

#include "gateway/core/audience.hpp"
#include "gateway/core/time.hpp"
#include "gateway/core/unicode.hpp"
#include "gateway/ledger/unit_graph.hpp"

#include <algorithm>

namespace loa {
namespace {

/// A school has a ward and a cluster, and some it belonged to before.
constexpr std::size_t most_parents = 20;
constexpr std::int64_t always_from = 0;
constexpr std::int64_t always_to = 253'402'300'800'000;  // the year 10000

bool is_control(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

bool is_plain_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// A word without spaces, and without any of `separators`.
bool is_word(std::string_view text, std::string_view separators)
{
    return std::ranges::none_of(text, [&](char c) {
        return c == ' ' || is_control(c) || separators.find(c) != std::string_view::npos;
    });
}

bool is_utf8(std::string_view text)
{
    return is_plain_ascii(text) || to_nfc(text).has_value();
}

complaint check_ref(std::string_view text, std::string_view separators)
{
    if (text.empty())
        return {"ref", "missing", "the ref is empty"};
    if (text.size() > 64)
        return {"ref", "too_long", "the ref is longer than 64 bytes"};
    if (!is_word(text, separators))
        return {"ref", "not_a_reference", "the ref has a space, a control character or a separator in it"};
    if (!is_utf8(text))
        return {"ref", "not_utf8", "the ref is not UTF-8"};
    return {};
}

std::string_view take_until(std::string_view& left, char end)
{
    const auto at = left.find(end);
    const auto out = left.substr(0, at);
    left = at == std::string_view::npos ? std::string_view{} : left.substr(at + 1);
    return out;
}

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// The start of the day in Vietnam, which has one time zone and no summer time. Nothing if it is no day.
std::optional<std::int64_t> day_start(std::string_view text)
{
    if (text.size() != 10)
        return std::nullopt;
    const auto when = parse_rfc3339(std::string{text} + "T00:00:00+07:00");
    return when ? std::optional{when->time_since_epoch().count()} : std::nullopt;
}

}  // namespace

complaint check_unit_ref(std::string_view text)
{
    return check_ref(text, "|;@\",");
}

complaint check_person_ref(std::string_view text)
{
    return check_ref(text, "\",");
}

complaint check_name(std::string_view text, std::string& name)
{
    if (std::ranges::any_of(text, is_control))
        return {"name", "control_character", "the name has a control character in it"};
    const bool is_plain = is_plain_ascii(text);
    const bool is_spaced =
        text.starts_with(' ') || text.ends_with(' ') || text.find("  ") != std::string_view::npos;
    if (is_plain)
        name = text;
    else {
        auto composed = to_nfc(text);
        if (!composed)
            return {"name", "not_utf8", "the name is not UTF-8"};
        name = std::move(*composed);
    }
    if (is_spaced)
        name = squeeze(name);
    if (name.empty())
        return {"name", "missing", "the name is empty"};
    if (name.size() > 200)
        return {"name", "too_long", "the name is longer than 200 bytes"};
    return {};
}

complaint check_account(std::string_view text, std::string& account)
{
    account = trimmed(text);
    if (account.size() > 64)
        return {"account", "too_long", "the account is longer than 64 bytes"};
    if (!is_word(account, {}))
        return {"account", "not_an_account", "the account has a space or a control character in it"};
    if (!is_utf8(account))
        return {"account", "not_utf8", "the account is not UTF-8"};
    return {};
}

complaint check_email(std::string_view text, std::string& email)
{
    email = trimmed(text);
    if (email.empty())
        return {};
    if (email.size() > 254)
        return {"email", "too_long", "the email is longer than 254 bytes"};
    const auto at = email.find('@');
    if (at == std::string::npos || email.find('@', at + 1) != std::string::npos)
        return {"email", "not_a_mailbox", "the email has not exactly one @"};
    if (at == 0 || at > 64 || at + 1 == email.size() || email.ends_with('.') || email[at + 1] == '.' ||
        email.find("..", at) != std::string::npos)
        return {"email", "not_a_mailbox", "the email has an empty or too long part"};
    if (!is_word(email, "<>()[]\\,;:\""))
        return {
            "email",
            "not_a_mailbox",
            "the email has a space, a control character, a bracket or a quote in it"};
    if (!is_utf8(email))
        return {"email", "not_utf8", "the email is not UTF-8"};
    std::transform(
        email.begin() + static_cast<std::ptrdiff_t>(at),
        email.end(),
        email.begin() + static_cast<std::ptrdiff_t>(at),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
    );
    return {};
}

complaint check_levels(std::string_view text, std::uint32_t& levels)
{
    levels = 0;
    while (!text.empty()) {
        const auto one = trimmed(take_until(text, ';'));
        if (one.empty())
            continue;
        const auto level = parse_school_level(one);
        if (!level)
            return {"levels", "unknown_level", "levels are mn, th, thcs, thpt, gdtx, with ; between them"};
        levels |= level_bit(*level);
    }
    return {};
}

complaint check_parents(std::string_view text, std::vector<parent_field>& parents)
{
    parents.clear();
    while (!text.empty()) {
        auto rest = trimmed(take_until(text, ';'));
        if (rest.empty())
            continue;
        parent_field one{{}, always_from, always_to};
        const bool is_dated = rest.find('@') != std::string_view::npos;
        one.ref = take_until(rest, '@');
        if (const auto wrong = check_unit_ref(one.ref); !wrong.empty())
            return {"parents", "not_a_reference", "a parent's ref is not usable"};
        if (is_dated) {
            const auto dots = rest.find("..");
            if (dots == std::string_view::npos)
                return {"parents", "not_a_period", "a parent's time is written like @2026-01-01..2026-12-31"};
            const auto from = rest.substr(0, dots), to = rest.substr(dots + 2);
            const auto first = from.empty() ? always_from : day_start(from);
            const auto last = to.empty() ? always_to : day_start(to);
            if (!first || !last || *first > *last)
                return {"parents", "not_a_period", "a parent's time is written like @2026-01-01..2026-12-31"};
            one.valid_from = *first;
            one.valid_to = to.empty() ? always_to : *last + std::int64_t{24} * 3'600 * 1'000;
        }
        if (parents.size() == most_parents)
            return {"parents", "too_many_parents", "the unit has more than 20 parents"};
        parents.push_back(std::move(one));
    }
    return {};
}

}  // namespace loa
