#include "adapters/html/link.hpp"

#include "adapters/html/sanitise.hpp"
#include "gateway/core/unicode.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <cctype>
#include <cstdint>

namespace loa {
namespace {

constexpr std::size_t longest_link =
    4096;  // bytes; browsers and mail clients agree on no more than about 2,000 to 8,000

bool is_alnum(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_hex(char c) noexcept
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text)
{
    std::string out{text};
    for (auto& c : out) c = lower(c);
    return out;
}

bool take_prefix_no_case(std::string_view& text, std::string_view prefix)
{
    if (text.size() < prefix.size() || lower(text.substr(0, prefix.size())) != prefix)
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// What a browser makes of the value of an href before it parses it: no control characters or spaces around
/// it, no tabs and line breaks in it.
std::string as_browsers_read(std::string_view url)
{
    const auto blank = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
    while (!url.empty() && blank(url.front())) url.remove_prefix(1);
    while (!url.empty() && blank(url.back())) url.remove_suffix(1);
    std::string out{url};
    std::erase_if(out, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
    return out;
}

/// Whether the host is one of the allowed ones or below it. Only plain ASCII names count, so that nothing has
/// to be guessed about full-width dots, percent-encoding or look-alike letters.
bool host_allowed(std::string_view host, const std::vector<std::string>& allowed_hosts)
{
    auto name = lower(host);
    if (!name.empty() && name.back() == '.')  // the absolute form of the same name
        name.pop_back();
    if (name.empty() || name.front() == '.' || name.find("..") != std::string::npos)
        return false;
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
        return is_alnum(c) || c == '-' || c == '.' || c == '_';
    });
    const bool ipv6 = name.front() == '[' && name.back() == ']';
    if (!plain && !ipv6)
        return false;
    return std::any_of(allowed_hosts.begin(), allowed_hosts.end(), [&](const std::string& each) {
        const auto allowed = lower(each);
        if (allowed.empty())
            return false;
        if (name == allowed || name == '[' + allowed + ']')
            return true;
        return plain && name.size() > allowed.size() && name.ends_with(allowed) &&
               name[name.size() - allowed.size() - 1] == '.';
    });
}

/// Percent-encodes what RFC 3986 does not allow in a path, query or fragment, and per cents that encode
/// nothing.
void append_encoded(std::string& out, std::string_view text)
{
    constexpr std::string_view allowed = "-._~:/?#[]@!$&'()*+,;=";
    constexpr std::string_view digits = "0123456789ABCDEF";
    bool in_fragment = false;
    for (std::size_t i = 0; i != text.size(); ++i) {
        const char c = text[i];
        const bool encodes = c == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]);
        const bool stray = c == '[' || c == ']' || (c == '#' && in_fragment);
        in_fragment = in_fragment || c == '#';
        if (is_alnum(c) || encodes || (!stray && allowed.find(c) != std::string_view::npos)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<std::uint8_t>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
}

std::optional<std::string> allowed_web_link(
    std::string_view scheme, std::string_view rest, const std::vector<std::string>& allowed_hosts
)
{
    const auto end = std::min(rest.find_first_of("/?#"), rest.size());
    const auto authority = rest.substr(0, end);
    if (authority.find('@') !=
        std::string_view::npos)  // https://hcm.edu.vn@evil.example leads to evil.example
        return std::nullopt;
    std::string out{scheme};
    out += lower(authority);
    append_encoded(out, rest.substr(end));
    const auto parsed = boost::urls::parse_uri(out);
    if (!parsed || parsed->has_userinfo() || (parsed->has_port() && parsed->port_number() == 0))
        return std::nullopt;
    const auto host = parsed->encoded_host();
    if (!host_allowed({host.data(), host.size()}, allowed_hosts))
        return std::nullopt;
    return out;
}

std::string percent_decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i != text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2])) {
            const auto value = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
            out += static_cast<char>(value(text[i + 1]) * 16 + value(text[i + 2]));
            i += 2;
        }
        else
            out += text[i];
    }
    return out;
}

/// Addresses separated by commas, all under allowed hosts. Of the fields only subject and body: to, cc and
/// bcc name more addresses.
std::optional<std::string> allowed_mail_link(
    std::string_view rest, const std::vector<std::string>& allowed_hosts
)
{
    const auto question = rest.find('?');
    auto addresses = rest.substr(0, question);
    while (true) {
        const auto comma = addresses.find(',');
        const auto address = percent_decoded(addresses.substr(0, comma));
        const auto at = address.find('@');
        const bool plain = std::all_of(address.begin(), address.end(), [](char c) {
            return is_alnum(c) || std::string_view{"@.!#$'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
        });
        if (!plain || at == 0 || at == std::string::npos ||
            !host_allowed(std::string_view{address}.substr(at + 1), allowed_hosts))
            return std::nullopt;
        if (comma == std::string_view::npos)
            break;
        addresses.remove_prefix(comma + 1);
    }
    auto fields = question == std::string_view::npos ? std::string_view{} : rest.substr(question + 1);
    while (!fields.empty()) {
        const auto ampersand = std::min(fields.find('&'), fields.size());
        auto field = fields.substr(0, ampersand);
        if (!take_prefix_no_case(field, "subject=") && !take_prefix_no_case(field, "body="))
            return std::nullopt;
        fields.remove_prefix(std::min(ampersand + 1, fields.size()));
    }
    std::string out = "mailto:";
    append_encoded(out, rest);
    return out;
}

std::optional<std::string> allowed_phone_link(std::string_view rest)
{
    std::string number;
    std::size_t digits = 0;
    for (const char c : rest) {
        if (c >= '0' && c <= '9')
            ++digits;
        else if (c == ' ')
            continue;
        else if (std::string_view{"+-.()"}.find(c) == std::string_view::npos)  // no *#: dialling codes do
                                                                               // things
            return std::nullopt;
        number += c;
    }
    if (digits < 3 || digits > 20)
        return std::nullopt;
    return "tel:" + number;
}

}  // namespace

std::optional<std::string> allowed_link(std::string_view url, const std::vector<std::string>& allowed_hosts)
{
    if (url.size() > longest_link)
        return std::nullopt;
    const auto read = as_browsers_read(url);
    // Browsers take a backslash for a slash, and what they do with control characters varies.
    const bool doubtful = std::any_of(read.begin(), read.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\';
    });
    if (doubtful)
        return std::nullopt;
    std::string_view rest = read;
    std::optional<std::string> out;
    if (take_prefix_no_case(rest, "https://"))
        out = allowed_web_link("https://", rest, allowed_hosts);
    else if (take_prefix_no_case(rest, "http://"))
        out = allowed_web_link("http://", rest, allowed_hosts);
    else if (take_prefix_no_case(rest, "mailto:"))
        out = allowed_mail_link(rest, allowed_hosts);
    else if (take_prefix_no_case(rest, "tel:"))
        out = allowed_phone_link(rest);
    if (out && out->size() > longest_link)
        return std::nullopt;
    return out;
}

std::optional<std::string> allowed_resource(
    std::string_view url, const std::vector<std::string>& allowed_hosts
)
{
    auto link = allowed_link(url, allowed_hosts);
    return link && link->starts_with("http") ? link : std::nullopt;
}

bool link_allowed(std::string_view url, const std::vector<std::string>& allowed_hosts)
{
    return allowed_link(url, allowed_hosts).has_value();
}

std::string refused_link_text(
    std::string_view what, std::string_view url, const std::vector<std::string>& allowed_hosts
)
{
    std::string hosts;
    for (const auto& host : allowed_hosts) hosts += (hosts.empty() ? "" : ", ") + host;
    // squeeze: the URL may hold anything, and the sentence goes into logs and onto screens.
    return std::string{what} + " leads to \"" + shorten(squeeze(url.substr(0, longest_link)), 100) +
           "\": only full http(s) addresses at " + hosts + " and below may go out";
}

}  // namespace loa
