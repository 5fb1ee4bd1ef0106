#pragma once
/// \file
/// What the texts in the settings file may be.

#include <string_view>

namespace loa {

struct setting_rule {
    bool (*fits)(std::string_view);
    std::string_view expected;
    bool optional = false;  ///< the empty text is fine too: not set
};

constexpr setting_rule optional(setting_rule rule) noexcept
{
    rule.optional = true;
    return rule;
}

bool is_line(std::string_view text);  ///< no control characters, at most 500 bytes
bool is_instance_name(std::string_view text);
bool is_domain(std::string_view text);
bool is_host(std::string_view text);  ///< a domain, an IPv4 or an IPv6 address
bool is_ip_address(std::string_view text);
bool is_loopback(std::string_view host);
bool is_mailbox(std::string_view text);
bool is_header_name(std::string_view text);
bool is_path(std::string_view text);
bool is_redis_url(std::string_view text);
bool is_http_url(std::string_view text);
bool is_https_url(std::string_view text);  ///< or http:// on this machine

/// The host of a URL without brackets; empty if it is no URL.
std::string_view host_of(std::string_view url);

namespace rules {
inline constexpr setting_rule line{is_line, "a text on one line"};
inline constexpr setting_rule instance{
    is_instance_name, "1 to 64 letters, digits, dots, hyphens or underscores"};
inline constexpr setting_rule domain{is_domain, "a domain like \"hcm.edu.vn\""};
inline constexpr setting_rule host{is_host, "a host name or an IP address, without a port"};
inline constexpr setting_rule mailbox{is_mailbox, "a mailbox like \"bantin@hcm.edu.vn\""};
inline constexpr setting_rule header_name{is_header_name, "the name of an HTTP header"};
inline constexpr setting_rule path{is_path, "a path that starts with \"/\", without \"?\""};
inline constexpr setting_rule redis_url{
    is_redis_url,
    "\"redis://HOST:PORT/DB\", \"rediss://HOST:PORT/DB\" or \"unix:///PATH\", without user and password"};
inline constexpr setting_rule http_url{
    is_http_url, "\"https://HOST\", with port and path if needed, without user and \"?\""};
inline constexpr setting_rule ip_address{is_ip_address, "an IP address, without a port"};
inline constexpr setting_rule https_url{is_https_url, "\"https://HOST\", with port and path if needed"};
}  // namespace rules

}  // namespace loa
