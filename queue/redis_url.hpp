#pragma once
/// \file
/// Where a Redis is, read from its URL.

#include "gateway/core/error.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace loa {

struct redis_address {
    enum class way : std::uint8_t { tcp, tls, unix_socket };

    way by = way::tcp;
    std::string host;  ///< a name or an IP address without brackets; of tcp and tls
    std::uint16_t port = 6379;
    std::string path;  ///< of the unix socket
    std::uint32_t db = 0;

    friend bool operator==(const redis_address&, const redis_address&) = default;
};

/// Reads "redis://host:port/db", "rediss://host:port/db" (TLS) or "unix:///path/to/socket?db=n"; port and db
/// may be left out. User names and passwords are refused: settings are read by many.
boost::system::result<redis_address, problems> parse_redis_url(std::string_view url);

/// As people write it: "127.0.0.1:6379", "[::1]:6379", "/run/redis.sock".
std::string to_string(const redis_address& where);

}  // namespace loa
