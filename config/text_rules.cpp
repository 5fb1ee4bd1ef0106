#include "config/text_rules.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <arpa/inet.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace loa {
namespace {

bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_made_of(std::string_view text, std::string_view beside)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter_or_digit(c) || beside.find(c) != std::string_view::npos;
    });
}

bool is_ipv6(std::string_view text)
{
    std::array<unsigned char, 16> address{};
    return text.find('\0') == std::string_view::npos && ::inet_pton(AF_INET6, std::string{text}.c_str(), address.data()) == 1;
}

std::string_view view(boost::core::string_view text)
{
    return {text.data(), text.size()};
}

// Boost.URL 1.81 takes numbers over 65535 for ports and cuts them.
bool is_port(std::string_view text)
{
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number != 0;
}

// Numbers of databases are small; the server knows how many there are.
bool is_database(std::string_view path)
{
    return path.empty() || path == "/" ||
           (path.size() <= 4 && path[0] == '/' &&
            std::all_of(path.begin() + 1, path.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

}  // namespace

bool is_line(std::string_view text)
{
    return !text.empty() && text.size() <= 500 && std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
}

bool is_instance_name(std::string_view text)
{
    return text.size() <= 64 && is_made_of(text, "._-");
}

bool is_domain(std::string_view text)
{
    if (text.empty() || text.size() > 253)
        return false;
    for (;;) {
        const auto dot = text.find('.');
        const auto label = text.substr(0, dot);
        if (label.size() > 63 || !is_made_of(label, "-") || label.front() == '-' || label.back() == '-')
            return false;
        if (dot == std::string_view::npos)
            return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_host(std::string_view text)
{
    return is_domain(text) || is_ipv6(text);
}

bool is_ip_address(std::string_view text)
{
    std::array<unsigned char, 4> address{};
    return is_ipv6(text) ||
           (text.find('\0') == std::string_view::npos && ::inet_pton(AF_INET, std::string{text}.c_str(), address.data()) == 1);
}

bool is_loopback(std::string_view host)
{
    std::array<unsigned char, 4> address{};
    return host == "localhost" || host == "::1" ||
           (::inet_pton(AF_INET, std::string{host}.c_str(), address.data()) == 1 && address[0] == 127);
}

bool is_mailbox(std::string_view text)
{
    const auto at = text.find('@');
    if (at == std::string_view::npos || text.size() > 254 || at > 64)
        return false;
    const auto local = text.substr(0, at);
    return is_made_of(local, ".!#$%&'*+/=?^_`{|}~-") && local.front() != '.' && local.back() != '.' &&
           local.find("..") == std::string_view::npos && is_domain(text.substr(at + 1));
}

bool is_header_name(std::string_view text)
{
    return text.size() <= 100 && is_made_of(text, "!#$%&'*+-.^_`|~");
}

bool is_path(std::string_view text)
{
    return text.starts_with('/') && text.size() <= 500 && boost::urls::parse_origin_form(text).has_value() &&
           text.find('?') == std::string_view::npos;
}

bool is_redis_url(std::string_view text)
{
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->has_userinfo() || url->has_query() || url->has_fragment())
        return false;
    const auto path = view(url->encoded_path());
    if (url->scheme() == "unix")
        return view(url->encoded_host()).empty() && !url->has_port() && path.starts_with('/') &&
               path.size() > 1;
    const bool port_fits = !url->has_port() || is_port(view(url->port()));
    return (url->scheme() == "redis" || url->scheme() == "rediss") && is_host(host_of(text)) && port_fits &&
           is_database(path);
}

bool is_http_url(std::string_view text)
{
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->has_userinfo() || url->has_query() || url->has_fragment())
        return false;
    const bool port_fits = !url->has_port() || is_port(view(url->port()));
    return (url->scheme() == "http" || url->scheme() == "https") && is_host(host_of(text)) && port_fits;
}

bool is_https_url(std::string_view text)
{
    return is_http_url(text) && (text.starts_with("https:") || is_loopback(host_of(text)));
}

std::string_view host_of(std::string_view text)
{
    const auto url = boost::urls::parse_uri(text);
    if (!url)
        return {};
    auto host = view(url->encoded_host());
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    return host;
}

}  // namespace loa
