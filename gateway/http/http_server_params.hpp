#pragma once
/// \file
/// Where the HTTP server listens, and what it puts up with.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace loa {

struct http_server_params {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8088;               ///< 0: no TCP, only the unix socket; without one, any
    std::string certificate_file, key_file;  ///< PEM; both or neither: TLS
    std::string unix_socket;                 ///< path; empty: none

    std::size_t connections = 1'024;        ///< at once; more wait in the kernel's queue
    std::size_t connections_per_peer = 64;  ///< of one address (IPv6: of one /64)
    std::size_t header_bytes = 16 * 1024;
    std::size_t body_bytes = 2 * 1024 * 1024;
    std::size_t memory_bytes = 64 * 1024 * 1024;  ///< bodies of all requests and replies under way together
    std::chrono::seconds header_limit{10};        ///< for a whole header, and for the TLS handshake
    std::chrono::seconds body_limit{30};
    std::chrono::seconds idle_limit{60};   ///< between two requests
    std::chrono::seconds write_limit{30};  ///< for 64 KB of a reply to be taken
    std::chrono::seconds stop_limit{5};    ///< for the requests under way when it stops
};

}  // namespace loa
