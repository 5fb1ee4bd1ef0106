#pragma once
/// \file
/// What the connections of a server share, and who is at the other end of one.

#include "gateway/core/logger.hpp"
#include "gateway/http/http_message.hpp"
#include "gateway/http/http_server_params.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace loa {

/// What the connections of a server share. Outlives them.
struct http_service {
    const http_server_params& params;
    http_handler& to;
    logger& log;
    bool is_stopping = false;
    std::uint64_t requests = 0;  ///< for their ids
    std::string id_prefix;       ///< of this run
    std::size_t memory = 0;      ///< bodies of requests and replies under way
};

/// What one connection has of the service's memory.
class memory_share {
public:
    explicit memory_share(http_service& of) noexcept : of_{of} {}
    ~memory_share() { resize(0); }
    memory_share(const memory_share&) = delete;
    memory_share& operator=(const memory_share&) = delete;

    void resize(std::size_t bytes) noexcept;
    /// All connections have more than they may, and this one has a part in it: what is small is always taken.
    bool is_too_much() const noexcept;

private:
    http_service& of_;
    std::size_t mine_ = 0;
};

/// Who is on the other side.
struct http_peer {
    std::string name;   ///< http_request::peer
    std::string group;  ///< what is counted together: an address, or a /64 of IPv6
    bool is_local = false;
    bool is_secure = false;
};

}  // namespace loa
