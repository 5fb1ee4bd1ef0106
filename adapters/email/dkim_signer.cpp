#include "adapters/email/dkim_signer.hpp"

#include "adapters/email/dkim_canonical.hpp"
#include "gateway/core/base64.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace loa {
namespace {

constexpr std::size_t longest_line = 76;

// Which header fields are signed (RFC 6376 section 5.4.1; RFC 8058 section 4 wants both of List-Unsubscribe).
// `sealed`: named once more than there are, so that another one put in breaks the signature: of two, readers
// may show the one that is not ours (section 8.15).
struct signed_field {
    std::string_view name;
    bool sealed = false;
};
constexpr std::array signed_fields{
    signed_field{"From", true},
    signed_field{"To", true},
    signed_field{"Cc", true},
    signed_field{"Reply-To", true},
    signed_field{"Subject", true},
    signed_field{"Date", true},
    signed_field{"Message-ID", true},
    signed_field{"MIME-Version", true},
    signed_field{"Content-Type", true},
    signed_field{"Content-Transfer-Encoding"},
    signed_field{"Content-Language"},
    signed_field{"List-Id"},
    signed_field{"List-Unsubscribe", true},
    signed_field{"List-Unsubscribe-Post", true},
    signed_field{"Auto-Submitted"},
    signed_field{"Archived-At"},
};

struct field {
    std::string_view name, whole;
};

/// The header's fields, and where the body begins.
std::pair<std::vector<field>, std::size_t> fields_of(std::string_view message)
{
    std::vector<field> out;
    out.reserve(24);
    std::size_t at = 0;
    while (at < message.size() && !message.substr(at).starts_with("\r\n")) {
        auto next = at;
        do {
            const auto end = message.find("\r\n", next);
            next = end == std::string_view::npos ? message.size() : end + 2;
        } while (next < message.size() && (message[next] == ' ' || message[next] == '\t'));
        const auto whole = message.substr(at, next - at);
        out.push_back({whole.substr(0, whole.find(':')), whole});
        at = next;
    }
    return {std::move(out), std::min(at + 2, message.size())};
}

bool same_name(std::string_view a, std::string_view b) noexcept
{
    constexpr auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : int{c}; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// What h= says, folded, and the fields it names in the form that is signed.
struct chosen_fields {
    std::string names, relaxed;
};

chosen_fields choose(const std::vector<field>& fields)
{
    chosen_fields out;
    out.relaxed.reserve(2'048);
    std::size_t column = std::string_view{" h="}.size();
    const auto name = [&](std::string_view each) {
        if (!out.names.empty()) {
            out.names += ':';
            ++column;
        }
        if (column + each.size() + 1 > longest_line) {
            out.names += "\r\n ";
            column = 1;
        }
        out.names += each;
        column += each.size();
    };
    for (const auto& each : signed_fields) {
        // From the last one up (section 5.4.2).
        for (auto found = fields.rbegin(); found != fields.rend(); ++found) {
            if (!same_name(found->name, each.name))
                continue;
            name(each.name);
            append_relaxed_field(out.relaxed, found->whole);
            out.relaxed += "\r\n";
        }
        if (each.sealed)
            name(each.name);
    }
    return out;
}

sha256_digest hash_of(std::string_view fields, std::string_view own_field)
{
    sha256 hash;
    hash.add(fields);
    std::string relaxed;
    append_relaxed_field(relaxed, own_field);
    hash.add(relaxed);
    return hash.finish();
}

void append_folded(std::string& out, std::string_view digits, std::size_t column)
{
    while (column + digits.size() > longest_line) {
        out += digits.substr(0, longest_line - column);
        out += "\r\n ";
        digits.remove_prefix(longest_line - column);
        column = 1;
    }
    out += digits;
}

}  // namespace

dkim_signer::dkim_signer(dkim_params params) : params_{std::move(params)} {}

void dkim_signer::append_signatures(std::string& out, std::string_view sent, std::chrono::sys_seconds now)
    const
{
    const auto [fields, body] = fields_of(sent);
    const auto chosen = choose(fields);
    const auto body_hash = to_base64(relaxed_body_hash(sent.substr(body)));
    const auto time = std::to_string(now.time_since_epoch().count());
    const auto sign = [&](const dkim_key& by) {
        const auto start = out.size();
        out += "DKIM-Signature: v=1; a=";
        out += by.key->algorithm();
        out += "-sha256; c=relaxed/relaxed;\r\n d=";
        out += params_.domain;
        out += "; s=";
        out += by.selector;
        out += ";\r\n t=";
        out += time;
        out += ";\r\n h=";
        out += chosen.names;
        out += ";\r\n bh=";
        out += body_hash;
        out += ";\r\n b=";  // signed with nothing behind it (section 3.7)
        const auto digest = hash_of(chosen.relaxed, std::string_view{out}.substr(start));
        append_folded(out, to_base64(by.key->sign(digest)), std::string_view{" b="}.size());
        out += "\r\n";
    };
    sign(params_.key);
    if (params_.second)
        sign(*params_.second);
}

std::size_t dkim_signer::size() const noexcept
{
    constexpr std::size_t fixed = 600;  // all but names and signature
    const auto of = [&](const dkim_key& by) {
        const auto digits = (by.key->signature_size() + 2) / 3 * 4;
        return fixed + params_.domain.size() + by.selector.size() + digits + digits / longest_line * 3;
    };
    return of(params_.key) + (params_.second ? of(*params_.second) : 0);
}

}  // namespace loa
